package dev.lanewise.trainer.callback;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.util.Map;

/** Lowers the learning rate when a result has not become better for some epochs. */
public final class ReduceRateOnPlateau implements Callback {
  private final Monitor monitor;
  private final double factor;
  private final int patience;
  private final int cooldown;
  private final double least;
  private double best;
  private int waited;
  private int resting;

  /**
   * Watches a result.
   *
   * @param factor what the rate is multiplied with, in (0, 1)
   * @param patience epochs without a better result after which that happens
   * @param cooldown epochs after it that do not count
   * @param least rate below which it does not go
   */
  public ReduceRateOnPlateau(
      Monitor monitor, double factor, int patience, int cooldown, double least) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException("factor must be in (0, 1), but is " + factor);
    }
    this.monitor = monitor;
    this.factor = factor;
    this.patience = patience;
    this.cooldown = cooldown;
    this.least = least;
    this.best = monitor.worst();
  }

  /** Divides by ten after so many epochs, with Keras' other settings. */
  public ReduceRateOnPlateau(String name, int patience) {
    this(Monitor.of(name).withMargin(1e-4), 0.1, patience, 0, 0);
  }

  @Override
  public void began(Fit fit) {
    best = monitor.worst();
    waited = 0;
    resting = 0;
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    double value = monitor.value(results);
    if (resting > 0) {
      resting--;
      waited = 0;
    }
    if (monitor.improves(value, best)) {
      best = value;
      waited = 0;
    } else if (resting == 0) {
      waited++;
      double rate = fit.model().learningRate();
      if (waited >= patience && rate > least) {
        fit.model().setLearningRate(Math.max(rate * factor, least));
        resting = cooldown;
        waited = 0;
      }
    }
  }
}
