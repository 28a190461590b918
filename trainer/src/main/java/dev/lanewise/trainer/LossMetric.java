package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * The weighted mean of a loss, without penalties.
 *
 * @param loss what is measured
 */
public record LossMetric(Loss loss) implements MeanMetric {
  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    return loss.perSample(tape, labels, predictions);
  }
}
