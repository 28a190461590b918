package dev.lanewise.op;

/** Mean and variance of a run of numbers. */
record RowMoments(double mean, double variance) {
  /** Mean and population variance of n numbers from {@code at}. */
  static RowMoments of(double[] x, int at, int n) {
    double mean = 0;
    for (int i = at; i < at + n; i++) {
      mean += x[i];
    }
    mean /= n;
    double variance = 0;
    for (int i = at; i < at + n; i++) {
      variance += (x[i] - mean) * (x[i] - mean);
    }
    return new RowMoments(mean, variance / n);
  }
}
