package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * Share of what should be answered with yes that is; labels (0 and 1) and predictions have the same
 * shape. 0 if there is nothing of the kind.
 *
 * @param threshold predictions above it say yes
 */
public record Recall(double threshold) implements Metric {
  /** With the threshold 0.5. */
  public Recall() {
    this(0.5);
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public Value sums(Tape tape, Value labels, Value predictions, Value weights) {
    return Confusion.sums(tape, labels, predictions, weights, threshold);
  }

  @Override
  public double result(double[] sums) {
    return Confusion.share(sums[0], sums[2]);
  }
}
