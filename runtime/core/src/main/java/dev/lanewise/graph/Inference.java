package dev.lanewise.graph;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a shape rule sees of a node. */
public final class Inference {
  private final String node;
  private final Op op;
  private final List<? extends @Nullable Value> inputs;
  private final int outputs;

  Inference(String node, Op op, List<? extends @Nullable Value> inputs, int outputs) {
    this.node = node;
    this.op = op;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Number of inputs, missing ones in between counted. */
  public int inputs() {
    return inputs.size();
  }

  /** Number of outputs that are wanted. */
  public int outputs() {
    return outputs;
  }

  /** Whether input i is given. */
  public boolean has(int i) {
    return i < inputs.size() && inputs.get(i) != null;
  }

  /** Type of an input that must be there. */
  public Type type(int i) {
    Value v = i < inputs.size() ? inputs.get(i) : null;
    if (v == null) {
      throw fail("input " + i + " is missing");
    }
    return v.type();
  }

  /** Type of an input that must be a tensor. */
  public TensorType tensor(int i) {
    if (type(i) instanceof TensorType t) {
      return t;
    }
    throw fail("input " + i + " must be a tensor, but is " + type(i));
  }

  /** Element type of an input that must be a tensor. */
  public DType dtype(int i) {
    return tensor(i).dtype();
  }

  /** Shape of an input that must be a tensor; null if its rank is not known. */
  public @Nullable Shape shape(int i) {
    return tensor(i).shape();
  }

  /** The value of an input that is a constant, else null. */
  public @Nullable Tensor constant(int i) {
    Value v = i < inputs.size() ? inputs.get(i) : null;
    return v == null ? null : v.constant();
  }

  /**
   * Checks a rule.
   *
   * @throws ModelFormatException with the rule as text if it does not hold
   */
  public void require(boolean holds, String rule) {
    if (!holds) {
      throw fail(rule);
    }
  }

  /** Checks that an input, if it is given, is a tensor of one element, as far as is known. */
  public void requireOne(int i, String what) {
    Shape shape = has(i) ? shape(i) : null;
    require(
        shape == null || !shape.isKnown() || shape.size() == 1,
        what + " must be one number, but has shape " + shape);
  }

  /** An exception that names the node; to be thrown by the caller. */
  public ModelFormatException fail(String message) {
    return new ModelFormatException(describe(message));
  }

  private String describe(String message) {
    return "node '" + node + "' (" + op.name() + "): " + message;
  }

  List<Type> infer() {
    List<Type> types;
    try {
      types = op.infer(this);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new ModelFormatException(describe(String.valueOf(e.getMessage())), e);
    }
    if (types.size() < outputs) {
      throw fail("has " + types.size() + " outputs, but " + outputs + " are used");
    }
    return types;
  }
}
