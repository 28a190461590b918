package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * Share of right answers among those that say yes; labels (0 and 1) and predictions have the same
 * shape. 0 if no answer says yes.
 *
 * @param threshold predictions above it say yes
 */
public record Precision(double threshold) implements Metric {
  /** With the threshold 0.5. */
  public Precision() {
    this(0.5);
  }

  @Override
  public String name() {
    return "precision";
  }

  @Override
  public Value sums(Tape tape, Value labels, Value predictions, Value weights) {
    return Confusion.sums(tape, labels, predictions, weights, threshold);
  }

  @Override
  public double result(double[] sums) {
    return Confusion.share(sums[0], sums[1]);
  }
}
