package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Largest element of each channel: {@code [N, C, spatial...]} to {@code [N, C, 1...]}; NaN never
 * wins.
 */
public record GlobalMaxPool() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(in.dtype(0), PoolRule.inferGlobal(in)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return GlobalPools.evaluate(
        in,
        (x, from, n) -> {
          double best = Double.NEGATIVE_INFINITY;
          for (int i = from; i < from + n; i++) {
            best = x[i] > best ? x[i] : best;
          }
          return best;
        });
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return PoolRule.keepLayout(q);
  }

  @Override
  public void lower(Lowering l) {
    GlobalPools.lower(l, "global max pool", l.kernels().pool()::globalMax);
  }
}
