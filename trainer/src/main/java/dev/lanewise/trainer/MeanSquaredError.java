package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/** Mean of the squares of the differences; labels and predictions have the same shape. */
public record MeanSquaredError() implements Loss {
  @Override
  public String name() {
    return "mean_squared_error";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = tape.cast(labels, Tape.type(predictions).dtype());
    return tape.meanPerSample(tape.square(tape.sub(predictions, numbers)));
  }
}
