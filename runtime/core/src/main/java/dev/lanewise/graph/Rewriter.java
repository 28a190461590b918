package dev.lanewise.graph;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph from another one, node by node in order: the only way in which passes change
 * graphs. What a rule replaces and nobody else reads is gone from the result.
 */
public final class Rewriter {
  /** What to do with one node. */
  public interface Rule {
    /**
     * Replaces the outputs of a node, or returns false to keep it with its (mapped) inputs.
     *
     * @param node a node of the old graph
     */
    boolean apply(Node node, Rewriter rewriter);
  }

  private final Graph old;
  private final GraphBuilder builder;
  private final Map<Value, Value> mapped = new HashMap<>();
  private final Map<Value, Node> producers = new HashMap<>();
  private boolean changed;

  private Rewriter(Graph old, List<? extends Type> inputTypes) {
    this.old = old;
    this.builder = new GraphBuilder(old.name());
    for (int i = 0; i < old.inputs().size(); i++) {
      Value v = old.inputs().get(i);
      if (v.type().equals(inputTypes.get(i))) {
        builder.inherit(v);
        mapped.put(v, v);
      } else {
        mapped.put(v, builder.input(v.name(), inputTypes.get(i)));
        changed = true;
      }
    }
  }

  /**
   * Applies a rule to every node in order. Kept nodes are inferred anew if what they read has
   * changed. Where no rule applies the graph stays the same.
   */
  public static Graph rewrite(Graph graph, Rule rule) {
    List<Type> types = new ArrayList<>();
    for (Value v : graph.inputs()) {
      types.add(v.type());
    }
    return rewrite(graph, types, rule);
  }

  /** The same, with other (usually more precise) types for the graph's inputs. */
  public static Graph rewrite(Graph graph, List<? extends Type> inputTypes, Rule rule) {
    Rewriter rewriter = new Rewriter(graph, inputTypes);
    for (Node node : graph.nodes()) {
      if (rule.apply(node, rewriter)) {
        rewriter.changed = true;
      } else {
        rewriter.keep(node);
      }
    }
    if (!rewriter.changed) {
      return graph;
    }
    for (Value v : graph.outputs()) {
      rewriter.builder.output(rewriter.get(v));
    }
    return rewriter.builder.build();
  }

  /** The old graph, for looking at uses and outputs. */
  public Graph old() {
    return old;
  }

  /** The new value that stands for an old one; constants stand for themselves. */
  public Value get(Value oldValue) {
    Value v = mapped.get(oldValue);
    if (v != null) {
      return v;
    }
    if (oldValue.constant() != null) {
      return oldValue;
    }
    throw new IllegalStateException("value '" + oldValue.name() + "' has not been rewritten");
  }

  /** The new value of input i of an old node, null if the input is missing. */
  public @Nullable Value input(Node node, int i) {
    Value v = node.input(i);
    return v == null ? null : get(v);
  }

  /** The node of the new graph that computes a new value, null for inputs and constants. */
  public @Nullable Node producer(@Nullable Value newValue) {
    return newValue == null ? null : producers.get(newValue);
  }

  /** Copies a node, with mapped inputs. */
  public void keep(Node node) {
    if (readsTheSame(node)) {
      builder.append(node);
      for (Value v : node.outputs()) {
        mapped.put(v, v);
        producers.put(v, node);
      }
      return;
    }
    List<Value> results =
        add(
            node.name(),
            node.op(),
            inputs(node),
            node.outputs().stream().map(Value::name).collect(Collectors.toList()));
    for (int i = 0; i < results.size(); i++) {
      mapped.put(node.output(i), results.get(i));
    }
  }

  private boolean readsTheSame(Node node) {
    for (Value v : node.inputs()) {
      if (v != null && get(v) != v) {
        return false;
      }
    }
    return true;
  }

  /** Adds a node to the new graph. */
  public List<Value> add(
      String name, Op op, List<? extends @Nullable Value> arguments, List<String> outputNames) {
    List<Value> results = builder.add(name, op, arguments, outputNames);
    if (!results.isEmpty()) {
      List<Value> outputs = List.copyOf(results);
      Node node = new Node(name, op, arguments, outputs);
      for (Value v : outputs) {
        producers.put(v, node);
      }
    }
    return results;
  }

  /** Adds a node with one output to the new graph. */
  public Value add(String name, Op op, @Nullable Value... arguments) {
    return add(name, op, java.util.Arrays.asList(arguments), List.of(name)).get(0);
  }

  /**
   * What {@link Op#knownOutput} says of an old node whose inputs have been rewritten: its first
   * output if that follows from types alone, else null.
   */
  public @Nullable Tensor knownOutput(Node node) {
    return node.op()
        .knownOutput(new Inference(node.name(), node.op(), inputs(node), node.outputs().size()));
  }

  /** Types of the outputs of an old node for its rewritten inputs. */
  public List<Type> infer(Node node) {
    return infer(node, inputs(node));
  }

  /** Types of the outputs of an old node for other inputs. */
  public List<Type> infer(Node node, List<? extends @Nullable Value> arguments) {
    return new Inference(node.name(), node.op(), arguments, node.outputs().size()).infer();
  }

  /** The new values of all inputs of an old node, null where one is missing. */
  public List<@Nullable Value> inputs(Node node) {
    List<@Nullable Value> arguments = new ArrayList<>();
    for (Value v : node.inputs()) {
      arguments.add(v == null ? null : get(v));
    }
    return arguments;
  }

  /**
   * Adds the nodes of another graph, such as the branch of an If that is known to be taken.
   *
   * @param arguments new values for the graph's inputs
   * @return new values of the graph's outputs
   */
  public List<Value> inline(Graph graph, List<Value> arguments) {
    Map<Value, Value> inner = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      inner.put(graph.inputs().get(i), arguments.get(i));
    }
    for (Node node : graph.nodes()) {
      List<@Nullable Value> inputs = new ArrayList<>();
      for (Value v : node.inputs()) {
        inputs.add(v == null ? null : inner.getOrDefault(v, v));
      }
      List<Value> results =
          add(
              node.name(),
              node.op(),
              inputs,
              node.outputs().stream().map(Value::name).collect(Collectors.toList()));
      for (int i = 0; i < results.size(); i++) {
        inner.put(node.output(i), results.get(i));
      }
    }
    return graph.outputs().stream().map(v -> inner.getOrDefault(v, v)).collect(Collectors.toList());
  }

  /** A constant for the new graph. */
  public Value constant(String name, Tensor tensor) {
    return builder.constant(name, tensor);
  }

  /** Lets a new value stand for an old one. */
  public void replace(Value oldValue, Value newValue) {
    changed = true;
    mapped.put(Objects.requireNonNull(oldValue), newValue);
  }
}
