package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.OneHot;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** What losses and metrics of classes share. */
final class Labels {
  private static final double LEAST_PROBABILITY = 1e-7;

  private Labels() {}

  /** Classes by number as INT64, without a last dimension of 1 that predictions do not have. */
  static Value classes(Tape tape, Value labels, Value predictions) {
    Shape shape = Tape.shape(labels);
    Value numbers = tape.cast(labels, DType.INT64);
    if (shape.rank() < Tape.shape(predictions).rank() || shape.dim(-1) != 1) {
      return numbers;
    }
    long[] dims = new long[shape.rank() - 1];
    for (int i = 1; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    dims[0] = -1;
    return tape.reshape(numbers, dims);
  }

  /** Classes by number as rows of zeros with a one, of the shape of the predictions. */
  static Value oneHot(Tape tape, Value labels, Value predictions) {
    DType dtype = Tape.type(predictions).dtype();
    long count = Tape.shape(predictions).dim(-1);
    Object values = Elements.fromDoubles(dtype, new double[] {0, 1});
    return tape.add(
        new OneHot(-1),
        classes(tape, labels, predictions),
        tape.graph().constant("classes", Tensor.scalar(count)),
        tape.graph().constant("off and on", Tensor.of(dtype, Shape.of(2), values)));
  }

  /** Logarithms of the predicted probabilities, by way of the logits if they are to be had. */
  static Value logProbabilities(Tape tape, Value predictions, boolean fromLogits) {
    if (fromLogits) {
      return tape.logSoftmax(predictions);
    }
    Value logits = tape.argumentOf(Softmax.class, predictions);
    if (logits != null) {
      return tape.logSoftmax(logits);
    }
    return tape.log(tape.max(predictions, tape.number(LEAST_PROBABILITY, predictions)));
  }
}
