package dev.lanewise.plan;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The node after which each value is no longer read. */
final class Liveness {
  private final Map<Value, Integer> lastUse = new HashMap<>();

  Liveness(Graph graph) {
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (Value v : nodes.get(i).inputs()) {
        if (v != null) {
          lastUse.put(v, i);
        }
      }
    }
    for (Value v : graph.outputs()) {
      lastUse.put(v, nodes.size());
    }
  }

  /** Index of the last node that reads a value, the number of nodes for graph outputs, or −1. */
  int lastUse(Value value) {
    return lastUse.getOrDefault(value, -1);
  }
}
