package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Greater;
import dev.lanewise.tensor.DType;

/**
 * Share of predictions on the label's side of a threshold; labels (0 and 1) and predictions have
 * the same shape.
 *
 * @param threshold predictions above it say 1
 */
public record BinaryAccuracy(double threshold) implements MeanMetric {
  /** With the threshold 0.5. */
  public BinaryAccuracy() {
    this(0.5);
  }

  @Override
  public String name() {
    return "binary_accuracy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    DType dtype = Tape.type(predictions).dtype();
    Value limit = tape.number(threshold, predictions);
    Value said = tape.cast(tape.add(new Greater(), predictions, limit), dtype);
    Value right = tape.add(new Equal(), said, Targets.like(tape, labels, predictions));
    return tape.meanPerSample(tape.cast(right, dtype));
  }
}
