package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Minus the logarithm of the probability of the right class, times its weight. Inputs: logarithms
 * of probabilities {@code [N, C, d...]}, the right classes {@code [N, d...]}, and optionally a
 * weight per class.
 *
 * @param reduction what becomes of the losses of single samples
 * @param ignoreIndex class of samples that do not count; null for none
 */
public record NegativeLogLikelihoodLoss(LossReduction reduction, @Nullable Long ignoreIndex)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(in.dtype(0), ClassLoss.infer(in, reduction)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(ClassLoss.evaluate(in, in.tensor(0).toDoubles(), reduction, ignoreIndex));
  }
}
