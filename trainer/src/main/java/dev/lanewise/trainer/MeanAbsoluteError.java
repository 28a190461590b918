package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * Mean of the magnitudes of the differences; labels and predictions have the same shape. Where both
 * are equal the derivative is 0, a subgradient.
 */
public record MeanAbsoluteError() implements Loss {
  @Override
  public String name() {
    return "mean_absolute_error";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = Targets.like(tape, labels, predictions);
    return tape.meanPerSample(tape.abs(tape.sub(predictions, numbers)));
  }
}
