package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/** Mean of the squares of the differences; labels fit predictions as {@link Targets#like} says. */
public record MeanSquaredError() implements Loss {
  @Override
  public String name() {
    return "mean_squared_error";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = Targets.like(tape, labels, predictions);
    return tape.meanPerSample(tape.square(tape.sub(predictions, numbers)));
  }
}
