package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Each row {@code [N, F]}, or the one row {@code [F]}, divided by its norm, as FLOAT. A row whose
 * norm is 0 stays.
 *
 * @param norm which norm
 */
public record Normalizer(Norm norm) implements Op {
  /** The norms. */
  public enum Norm {
    /** The largest element. */
    MAX,
    /** The sum of absolute values. */
    L1,
    /** The root of the sum of squares. */
    L2
  }

  @Override
  public List<Type> infer(Inference in) {
    Features.checkType(in);
    Shape shape = in.shape(0);
    in.require(
        shape == null || shape.rank() == 1 || shape.rank() == 2,
        "the input must have shape [N, F] or [F], but has " + shape);
    return List.of(new TensorType(DType.FLOAT, shape));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int n = x.shape().dim(-1);
    double[] v = x.toDoubles();
    for (int at = 0; at < v.length; at += n) {
      double divisor = norm(v, at, n);
      for (int i = at; i < at + n && divisor != 0; i++) {
        v[i] /= divisor;
      }
    }
    return List.of(Tensor.of(DType.FLOAT, x.shape(), Elements.fromDoubles(DType.FLOAT, v)));
  }

  private double norm(double[] v, int at, int n) {
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, v[i]);
      sum += Math.abs(v[i]);
      squares += v[i] * v[i];
    }
    return switch (norm) {
      case MAX -> max;
      case L1 -> sum;
      case L2 -> Math.sqrt(squares);
    };
  }
}
