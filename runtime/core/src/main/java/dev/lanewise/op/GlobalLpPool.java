package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * p-norm of each channel: {@code [N, C, spatial...]} to {@code [N, C, 1...]}.
 *
 * @param p the norm
 */
public record GlobalLpPool(float p) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(in.dtype(0), PoolRule.inferGlobal(in)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return GlobalPools.evaluate(
        in,
        (x, from, n) -> {
          double sum = 0;
          for (int i = from; i < from + n; i++) {
            sum += Math.pow(Math.abs(x[i]), p);
          }
          return Math.pow(sum, 1.0 / p);
        });
  }
}
