package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.Equal;

/**
 * Share of samples whose largest prediction is at their class; labels are numbers of classes,
 * {@code [N]} or {@code [N, 1]}, predictions {@code [N, C]}.
 */
public record SparseCategoricalAccuracy() implements MeanMetric {
  @Override
  public String name() {
    return "sparse_categorical_accuracy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value found = tape.add(new ArgMax(-1, false, false), predictions);
    Value right = tape.add(new Equal(), found, Labels.classes(tape, labels, predictions));
    return tape.meanPerSample(tape.cast(right, Tape.type(predictions).dtype()));
  }
}
