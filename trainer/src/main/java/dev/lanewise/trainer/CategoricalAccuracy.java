package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.Equal;

/**
 * Share of samples whose largest prediction is at their class; labels mark the class with their
 * largest number, {@code [N, C]} as the predictions.
 */
public record CategoricalAccuracy() implements MeanMetric {
  @Override
  public String name() {
    return "categorical_accuracy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    ArgMax best = new ArgMax(-1, false, false);
    Value marks = Targets.like(tape, labels, predictions);
    Value right = tape.add(new Equal(), tape.add(best, predictions), tape.add(best, marks));
    return tape.meanPerSample(tape.cast(right, Tape.type(predictions).dtype()));
  }
}
