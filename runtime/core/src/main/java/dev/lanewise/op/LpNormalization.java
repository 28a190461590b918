package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Divides by the p-norm along one axis; rows of zeros stay zero.
 *
 * @param axis the axis; a negative one counts from the end
 * @param p the norm, 1 or 2
 */
public record LpNormalization(int axis, int p) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(p == 1 || p == 2, "p must be 1 or 2, but is " + p);
    return Softmaxes.infer(in, axis);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Softmaxes.evaluate(
        in,
        axis,
        (x, at, step, n) -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            double v = x[at + i * step];
            sum += p == 1 ? Math.abs(v) : v * v;
          }
          double norm = p == 1 ? sum : Math.sqrt(sum);
          for (int i = 0; i < n && norm != 0; i++) {
            x[at + i * step] /= norm;
          }
        });
  }
}
