package dev.lanewise.graph;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import org.jspecify.annotations.Nullable;

/**
 * A value of a graph: an input, a constant, or an output of a node. Values are compared by
 * identity.
 */
public final class Value {
  private final String name;
  private final Type type;
  private final @Nullable Tensor constant;

  Value(String name, Type type, @Nullable Tensor constant) {
    this.name = name;
    this.type = type;
    this.constant = constant;
  }

  /** Name for people; names of graph inputs and outputs are unique, others need not be. */
  public String name() {
    return name;
  }

  /** Type, with what is known of the shape. */
  public Type type() {
    return type;
  }

  /** The tensor of a constant, null for anything else. */
  public @Nullable Tensor constant() {
    return constant;
  }

  @Override
  public String toString() {
    return name + ": " + type;
  }
}
