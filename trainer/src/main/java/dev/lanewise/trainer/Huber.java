package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mean of {@code e² / 2} for differences e up to delta, and of {@code delta · (|e| − delta / 2)}
 * beyond (Huber, 1964); labels and predictions have the same shape.
 *
 * @param delta where squares end
 */
public record Huber(double delta) implements Loss {
  /** Checks that delta is positive. */
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta must be positive, but is " + delta);
    }
  }

  /** With delta 1. */
  public Huber() {
    this(1);
  }

  @Override
  public String name() {
    return "huber";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value error = tape.abs(tape.sub(predictions, Targets.like(tape, labels, predictions)));
    Value limit = tape.number(delta, error);
    Value near = tape.min(error, limit);
    Value square = tape.mul(tape.number(0.5, error), tape.square(near));
    return tape.meanPerSample(tape.add(square, tape.mul(limit, tape.sub(error, near))));
  }

  @Override
  public void write(ObjectNode config) {
    config.put("delta", delta);
  }
}
