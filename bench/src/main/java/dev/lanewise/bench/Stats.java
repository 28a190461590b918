package dev.lanewise.bench;

/** Statistics of samples. */
final class Stats {
  private Stats() {}

  /**
   * A quantile, interpolated between the two nearest samples.
   *
   * @param sorted at least one sample, in ascending order
   * @param q from 0 to 1
   */
  static double quantile(long[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Geometric mean; NaN of nothing. */
  static double geomean(double... values) {
    double sum = 0;
    for (double v : values) {
      sum += Math.log(v);
    }
    return Math.exp(sum / values.length);
  }
}
