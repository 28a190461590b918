package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * 1 for the first largest element along one axis, 0 for the others.
 *
 * @param axis the axis; a negative one counts from the end
 */
public record Hardmax(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return Softmaxes.infer(in, axis);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Softmaxes.evaluate(
        in,
        axis,
        (x, at, step, n) -> {
          int best = 0;
          for (int i = 1; i < n; i++) {
            if (x[at + i * step] > x[at + best * step]) {
              best = i;
            }
          }
          for (int i = 0; i < n; i++) {
            x[at + i * step] = i == best ? 1 : 0;
          }
        });
  }
}
