package dev.lanewise.graph;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a graph node by node; types and shapes are inferred as a node is added. */
public final class GraphBuilder {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Value> known = new HashSet<>();
  private final Map<Value, Node> producers = new HashMap<>();

  /** A builder for a graph with a name for people. */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /** Adds a graph input. */
  public Value input(String name, Type type) {
    Value v = new Value(name, type, null);
    inherit(v);
    return v;
  }

  /** A constant; it becomes part of the graph where a node reads it. */
  public Value constant(String name, Tensor tensor) {
    return new Value(name, tensor.type(), tensor);
  }

  /**
   * Adds a node.
   *
   * @param name for people
   * @param op the operator
   * @param arguments values of this builder; null for an optional input that is not given
   * @param outputNames one name per output that is wanted
   * @return the outputs, one per name
   * @throws dev.lanewise.error.ModelFormatException if the inputs break a rule of the operator
   */
  public List<Value> add(
      String name, Op op, List<? extends @Nullable Value> arguments, List<String> outputNames) {
    for (Value v : arguments) {
      if (v != null && v.constant() == null && !known.contains(v)) {
        throw new IllegalArgumentException(
            "value '" + v.name() + "' does not belong to graph '" + this.name + "'");
      }
    }
    List<Type> types = new Inference(name, op, arguments, outputNames.size()).infer();
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < outputNames.size(); i++) {
      Value v = new Value(outputNames.get(i), types.get(i), null);
      results.add(v);
    }
    append(new Node(name, op, arguments, results));
    return results;
  }

  /** Takes over a node of another graph, and its outputs, as they are. */
  void append(Node node) {
    nodes.add(node);
    for (Value v : node.outputs()) {
      known.add(v);
      producers.put(v, node);
    }
  }

  /** Takes over an input of another graph as it is. */
  void inherit(Value input) {
    inputs.add(input);
    known.add(input);
  }

  /** Adds a node with one output that is named like the node. */
  public Value add(String name, Op op, @Nullable Value... arguments) {
    return add(name, op, java.util.Arrays.asList(arguments), List.of(name)).get(0);
  }

  /** The node added here that computes a value; null for inputs, constants and values of others. */
  public @Nullable Node producer(Value value) {
    return producers.get(value);
  }

  /** Makes a value a graph output, under its own name. */
  public void output(Value value) {
    outputs.add(value);
  }

  /** The graph, with nodes that contribute to no output left out. */
  public Graph build() {
    Set<Value> wanted = new HashSet<>();
    wanted.addAll(outputs);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (!Collections.disjoint(node.outputs(), wanted)) {
        kept.add(node);
        for (Value v : node.inputs()) {
          if (v != null) {
            wanted.add(v);
          }
        }
      }
    }
    Collections.reverse(kept);
    return new Graph(name, inputs, outputs, kept);
  }
}
