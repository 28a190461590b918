package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Looks backwards from new values for patterns of operators. A pattern's inner values may have
 * other readers: what is still read stays in the graph.
 */
final class Match {
  private final Rewriter rewriter;

  Match(Rewriter rewriter) {
    this.rewriter = rewriter;
  }

  /** The node of an operator class that computes a value, else null. */
  @Nullable Node node(@Nullable Value value, Class<? extends Op> op) {
    Node producer = rewriter.producer(value);
    return producer != null && op.isInstance(producer.op()) ? producer : null;
  }

  /**
   * The other operand if a value is {@code op(other, constant)} with one given FLOAT scalar, in
   * either order; else null.
   */
  @Nullable Value withScalar(@Nullable Value value, Class<? extends Op> op, double scalar) {
    Node n = node(value, op);
    if (n == null || n.inputs().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (isScalar(n.input(1 - i), scalar)) {
        return n.input(i);
      }
    }
    return null;
  }

  /** Whether a value is a FLOAT constant of one element, close to a number. */
  static boolean isScalar(@Nullable Value value, double number) {
    return Math.abs(ChannelConstant.scalar(value) - number) <= 1e-6 * Math.max(1, Math.abs(number));
  }

  /** Whether a value is a FLOAT tensor. */
  static boolean isFloat(@Nullable Value value) {
    return value != null && value.type() instanceof TensorType t && t.dtype() == DType.FLOAT;
  }
}
