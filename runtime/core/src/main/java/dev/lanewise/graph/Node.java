package dev.lanewise.graph;

import dev.lanewise.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator applied to values. An optional input that is not given is null. */
public final class Node {
  private final String name;
  private final Op op;
  private final List<@Nullable Value> inputs;
  private final List<Value> outputs;

  Node(String name, Op op, List<? extends @Nullable Value> inputs, List<Value> outputs) {
    this.name = name;
    this.op = op;
    this.inputs = Collections.unmodifiableList(new ArrayList<@Nullable Value>(inputs));
    this.outputs = List.copyOf(outputs);
  }

  /** Name for people, as in messages. */
  public String name() {
    return name;
  }

  /** The operator. */
  public Op op() {
    return op;
  }

  /** Inputs in the operator's order; null where an optional input is missing. */
  public List<@Nullable Value> inputs() {
    return inputs;
  }

  /** Input i, null if it is missing or i is beyond the last. */
  public @Nullable Value input(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  /** Outputs in the operator's order. */
  public List<Value> outputs() {
    return outputs;
  }

  /** Output i. */
  public Value output(int i) {
    return outputs.get(i);
  }

  /** An exception for sizes that positions of 32 bits cannot count; to be thrown by the caller. */
  public UnsupportedModelException tooLarge(ArithmeticException cause) {
    return new UnsupportedModelException(
        this + ": its tensors or its window are too large, " + cause.getMessage(), cause);
  }

  @Override
  public String toString() {
    return "node '" + name + "' (" + op.name() + ")";
  }
}
