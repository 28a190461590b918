package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits for gradients; 0 for no limit.
 *
 * @param value largest magnitude of an element
 * @param norm largest norm of the gradient of one variable
 * @param globalNorm largest norm of all gradients together
 */
public record Clipping(double value, double norm, double globalNorm) {
  /** No limit. */
  public static final Clipping NONE = new Clipping(0, 0, 0);

  /** Adds the limits to a graph. */
  List<Value> apply(Tape tape, List<Value> gradients) {
    List<Value> limited = new ArrayList<>();
    for (Value g : gradients) {
      Value y = g;
      if (norm > 0) {
        y = tape.mul(y, factor(tape, norm, tape.sum(tape.square(y))));
      }
      if (value > 0) {
        y = tape.max(tape.min(y, tape.number(value, y)), tape.number(-value, y));
      }
      limited.add(y);
    }
    if (globalNorm <= 0 || limited.isEmpty()) {
      return limited;
    }
    Value squares = tape.number(0, limited.get(0));
    for (Value g : limited) {
      squares = tape.add(squares, tape.sum(tape.square(g)));
    }
    Value factor = factor(tape, globalNorm, squares);
    return limited.stream().map(g -> tape.mul(g, factor)).toList();
  }

  /**
   * Gradients within the limits, those given where there are none.
   *
   * @param gradients FLOAT
   */
  List<Tensor> limit(List<Tensor> gradients) {
    List<Tensor> limited = new ArrayList<>();
    for (Tensor g : gradients) {
      Tensor y = norm > 0 ? scaled(g, norm, squares(g)) : g;
      limited.add(value > 0 ? cut(y) : y);
    }
    if (globalNorm <= 0) {
      return limited;
    }
    double squares = limited.stream().mapToDouble(Clipping::squares).sum();
    return limited.stream().map(g -> scaled(g, globalNorm, squares)).toList();
  }

  private Tensor cut(Tensor gradient) {
    Tensor y = gradient.copy();
    float[] values = y.floats();
    float limit = (float) value;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(Math.min(values[i], limit), -limit);
    }
    return y;
  }

  private static double squares(Tensor gradient) {
    double sum = 0;
    for (float g : gradient.floats()) {
      sum += (double) g * g;
    }
    return sum;
  }

  private static Tensor scaled(Tensor gradient, double limit, double squares) {
    Tensor y = gradient.copy();
    float[] values = y.floats();
    float factor = (float) (limit / Math.max(Math.sqrt(squares), limit));
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return y;
  }

  /** {@code limit / max(norm, limit)}. */
  private static Value factor(Tape tape, double limit, Value squares) {
    Value most = tape.number(limit, squares);
    return tape.div(most, tape.max(tape.sqrt(squares), most));
  }
}
