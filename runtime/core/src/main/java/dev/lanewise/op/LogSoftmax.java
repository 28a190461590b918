package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * {@code log(exp(x) / Σ exp(x))} along one axis.
 *
 * @param axis the axis; a negative one counts from the end
 */
public record LogSoftmax(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return Softmaxes.infer(in, axis);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Softmaxes.evaluate(in, axis, LogSoftmax::apply);
  }

  /** Replaces n elements of x by the logarithm of their softmax. */
  static void apply(double[] x, int at, int step, int n) {
    double max = Softmaxes.max(x, at, step, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(x[at + i * step] - max);
    }
    double log = max + Math.log(sum);
    for (int i = 0; i < n; i++) {
      x[at + i * step] -= log;
    }
  }

  @Override
  public void lower(Lowering l) {
    Softmaxes.lower(l, axis, "log softmax", l.kernels().softmax()::logSoftmax);
  }
}
