package dev.lanewise.trainer.callback;

import java.util.Map;
import java.util.stream.Stream;

/**
 * A result that is watched from epoch to epoch.
 *
 * @param name such as {@code val_loss}
 * @param larger whether larger is better
 * @param margin by how much a result must be better to count
 */
public record Monitor(String name, boolean larger, double margin) {
  /** Checks the margin. */
  public Monitor {
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("margin must not be negative, but is " + margin);
    }
  }

  /** A result of which the name says whether larger is better: accuracy, AUC, precision, recall. */
  public static Monitor of(String name) {
    boolean larger = Stream.of("acc", "auc", "precision", "recall").anyMatch(name::contains);
    return new Monitor(name, larger, 0);
  }

  /** The same with a margin. */
  public Monitor withMargin(double wanted) {
    return new Monitor(name, larger, wanted);
  }

  /** What everything is better than. */
  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Whether a value is better than the best one so far; NaN never is. */
  boolean improves(double value, double best) {
    return larger ? value > best + margin : value < best - margin;
  }

  /**
   * The value of an epoch.
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  double value(Map<String, Double> results) {
    Double value = results.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "there is no result '" + name + "' to watch; there are " + results.keySet());
    }
    return value;
  }
}
