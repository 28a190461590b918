package dev.lanewise.loader.operators;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import java.util.List;

/**
 * Subgraphs of a node. An operator takes the captures as inputs behind its own, and gives them to
 * every subgraph it runs behind the subgraph's formal inputs.
 *
 * @param graphs one graph per attribute; inputs are its formal inputs, then all captures in order
 * @param captures values of the graph around the node that the subgraphs read
 */
public record Bodies(List<Graph> graphs, List<Value> captures) {
  /** Copies the lists. */
  public Bodies {
    graphs = List.copyOf(graphs);
    captures = List.copyOf(captures);
  }
}
