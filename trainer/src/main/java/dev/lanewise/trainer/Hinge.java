package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Equal;

/**
 * Mean of {@code max(0, 1 − y · prediction)}; labels are −1 and 1, or 0 and 1, where 0 stands for
 * −1. At the bend the derivative is 0, a subgradient.
 */
public record Hinge() implements Loss {
  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = Targets.like(tape, labels, predictions);
    Value zero = tape.add(new Equal(), numbers, tape.number(0, numbers));
    Value signs = tape.sub(numbers, tape.cast(zero, Tape.type(numbers).dtype()));
    Value margin = tape.sub(tape.number(1, numbers), tape.mul(signs, predictions));
    return tape.meanPerSample(tape.relu(margin));
  }
}
