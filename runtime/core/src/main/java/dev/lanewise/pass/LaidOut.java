package dev.lanewise.pass;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Layout;
import java.util.Map;

/**
 * A graph with a layout for each value that is not plain.
 *
 * @param graph the graph
 * @param layouts layouts of the values that are not plain
 */
public record LaidOut(Graph graph, Map<Value, Layout> layouts) {
  /** The layout of a value. */
  public Layout layout(Value value) {
    return layouts.getOrDefault(value, Layout.PLAIN);
  }
}
