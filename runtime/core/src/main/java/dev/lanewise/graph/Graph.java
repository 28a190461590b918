package dev.lanewise.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in an order in which each comes after those whose outputs it reads. Immutable; changed by
 * building another one, see {@link Rewriter}.
 *
 * <p>A subgraph (branch of an If, body of a Loop) is a graph of its own that receives everything it
 * reads through its inputs; it sees no value of the graph around it.
 */
public final class Graph {
  private final String name;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final List<Node> nodes;
  private final Map<Value, Node> producers = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Set<String> operators = new HashSet<>();

  Graph(String name, List<Value> inputs, List<Value> outputs, List<Node> nodes) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.nodes = List.copyOf(nodes);
    for (Node node : nodes) {
      operators.add(node.op().name());
      for (Value v : node.outputs()) {
        producers.put(v, node);
      }
      for (Value v : node.inputs()) {
        if (v != null) {
          uses.merge(v, 1, Integer::sum);
        }
      }
    }
    for (Value v : outputs) {
      uses.merge(v, 1, Integer::sum);
    }
  }

  /** Name for people. */
  public String name() {
    return name;
  }

  /** Values that a caller provides, in order. */
  public List<Value> inputs() {
    return inputs;
  }

  /** Values that a caller receives, in order. */
  public List<Value> outputs() {
    return outputs;
  }

  /** Nodes in a topological order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Whether an operator of one of these names is among the nodes. */
  public boolean has(String... names) {
    for (String name : names) {
      if (operators.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** The node that computes a value, null for inputs and constants. */
  public @Nullable Node producer(@Nullable Value value) {
    return value == null ? null : producers.get(value);
  }

  /** How many node inputs and graph outputs read a value. */
  public int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }
}
