package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Greater;
import dev.lanewise.op.LessOrEqual;
import dev.lanewise.tensor.DType;

/**
 * Share of samples whose class is among the k with the largest predictions {@code [N, C]}; equal
 * predictions count in favour of the class.
 *
 * @param k how many predictions count
 * @param sparse whether labels are numbers of classes rather than marks
 */
public record TopKAccuracy(int k, boolean sparse) implements MeanMetric {
  /** Checks that k is positive. */
  public TopKAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, but is " + k);
    }
  }

  @Override
  public String name() {
    return (sparse ? "sparse_" : "") + "top_k_categorical_accuracy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    DType dtype = Tape.type(predictions).dtype();
    Value numbers =
        sparse
            ? Labels.classes(tape, labels, predictions)
            : Targets.classes(tape, labels, predictions);
    Value marks = Labels.oneHot(tape, numbers, predictions);
    Value own = tape.sum(tape.mul(marks, predictions), -1);
    long[] column = Tape.shape(predictions).toLongs();
    column[0] = -1;
    column[column.length - 1] = 1;
    // Counted this way round a prediction that is not a number is wrong.
    Value behind = tape.add(new LessOrEqual(), predictions, tape.reshape(own, column));
    Value count = tape.sum(tape.cast(behind, dtype), -1);
    int classes = Tape.shape(predictions).dim(-1);
    Value right = tape.add(new Greater(), count, tape.number(classes - k, predictions));
    return tape.meanPerSample(tape.cast(right, dtype));
  }
}
