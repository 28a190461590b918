package dev.lanewise.trainer;

import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loss and metrics, summed over batches. */
final class Scores {
  private final List<Metric> metrics;
  private final double[][] sums;
  private double loss;
  private double samples;

  Scores(List<Metric> metrics) {
    this.metrics = metrics;
    this.sums = new double[metrics.size()][];
  }

  /** Adds a batch of so many samples with a mean loss. */
  void add(int count, double mean) {
    loss += mean * count;
    samples += count;
  }

  /** Adds what metric i summed over a batch. */
  void add(int i, Tensor batch) {
    double[] to = sums[i];
    if (to == null) {
      to = new double[batch.size()];
      sums[i] = to;
    }
    float[] from = batch.floats();
    for (int k = 0; k < to.length; k++) {
      to[k] += from[k];
    }
  }

  /** Mean loss so far. */
  double loss() {
    return samples == 0 ? 0 : loss / samples;
  }

  /** Loss and metrics by name, in order. */
  Map<String, Double> results() {
    Map<String, Double> results = new LinkedHashMap<>();
    results.put("loss", loss());
    for (int i = 0; i < sums.length; i++) {
      double[] of = sums[i];
      results.put(metrics.get(i).name(), of == null ? 0 : metrics.get(i).result(of));
    }
    return results;
  }
}
