package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * {@code exp(x) / Σ exp(x)} along one axis.
 *
 * @param axis the axis; a negative one counts from the end
 */
public record Softmax(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return Softmaxes.infer(in, axis);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Softmaxes.evaluate(in, axis, Softmax::apply);
  }

  /** Replaces n elements of x by their softmax. */
  static void apply(double[] x, int at, int step, int n) {
    double max = Softmaxes.max(x, at, step, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = Math.exp(x[at + i * step] - max);
      x[at + i * step] = e;
      sum += e;
    }
    for (int i = 0; i < n; i++) {
      x[at + i * step] /= sum;
    }
  }

  @Override
  public void lower(Lowering l) {
    Softmaxes.lower(l, axis, "softmax", l.kernels().softmax()::softmax);
  }
}
