package dev.lanewise.trainer.callback;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.util.Map;

/** Ends a training when a result has not become better for some epochs. */
public final class EarlyStopping implements Callback {
  private final Monitor monitor;
  private final int patience;
  private final boolean restoreBest;
  private double best;
  private int waited;
  private Map<String, Tensor> bestWeights = Map.of();

  /**
   * Watches a result.
   *
   * @param patience epochs without a better result after which the training ends
   * @param restoreBest whether the variables are those of the best epoch in the end, also if all
   *     epochs were done
   */
  public EarlyStopping(Monitor monitor, int patience, boolean restoreBest) {
    if (patience < 0) {
      throw new IllegalArgumentException("patience must not be negative, but is " + patience);
    }
    this.monitor = monitor;
    this.patience = patience;
    this.restoreBest = restoreBest;
    this.best = monitor.worst();
  }

  @Override
  public void began(Fit fit) {
    best = monitor.worst();
    waited = 0;
    bestWeights = Map.of();
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    double value = monitor.value(results);
    if (monitor.improves(value, best)) {
      best = value;
      waited = 0;
      bestWeights = restoreBest ? fit.model().weights() : Map.of();
      return;
    }
    waited++;
    if (waited >= patience) {
      fit.stop();
    }
  }

  @Override
  public void ended(Fit fit) {
    if (!bestWeights.isEmpty()) {
      fit.model().setWeights(bestWeights);
    }
  }
}
