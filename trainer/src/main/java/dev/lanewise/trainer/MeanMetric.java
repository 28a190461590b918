package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/** A metric that is the weighted mean of one number per sample. */
interface MeanMetric extends Metric {
  /** Adds the numbers to a graph, {@code [N]}, of the type of the predictions. */
  Value perSample(Tape tape, Value labels, Value predictions);

  @Override
  default Value sums(Tape tape, Value labels, Value predictions, Value weights) {
    Value each = perSample(tape, labels, predictions);
    Value total = tape.sum(tape.mul(each, weights));
    return tape.concat(0, tape.reshape(total, 1), tape.reshape(tape.sum(weights), 1));
  }

  @Override
  default double result(double[] sums) {
    return sums[1] == 0 ? 0 : sums[0] / sums[1];
  }
}
