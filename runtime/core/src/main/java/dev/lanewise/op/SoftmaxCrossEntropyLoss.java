package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link NegativeLogLikelihoodLoss} of the softmax of scores {@code [N, C, d...]} over the classes.
 * The second output holds the logarithms of the probabilities, shaped as the scores.
 *
 * @param reduction what becomes of the losses of single samples
 * @param ignoreIndex class of samples that do not count; null for none
 */
public record SoftmaxCrossEntropyLoss(LossReduction reduction, @Nullable Long ignoreIndex)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape loss = ClassLoss.infer(in, reduction);
    return List.of(new TensorType(in.dtype(0), loss), new TensorType(in.dtype(0), in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor scores = in.tensor(0);
    Shape shape = scores.shape();
    double[] x = scores.toDoubles();
    int classes = shape.dim(1);
    int inner = shape.size(2, shape.rank());
    for (int i = 0; x.length > 0 && i < shape.dim(0) * inner; i++) {
      LogSoftmax.apply(x, i / inner * classes * inner + i % inner, inner, classes);
    }
    Tensor loss = ClassLoss.evaluate(in, x, reduction, ignoreIndex);
    return List.of(loss, Tensor.of(scores.dtype(), shape, Elements.fromDoubles(scores.dtype(), x)));
  }
}
