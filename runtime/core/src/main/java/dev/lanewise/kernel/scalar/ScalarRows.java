package dev.lanewise.kernel.scalar;

/**
 * Reductions of n elements that lie {@code step} floats apart. Sums are kept in double precision in
 * four accumulators whose order of addition depends on nothing but n.
 */
final class ScalarRows {
  private ScalarRows() {}

  static double sum(float[] x, int at, int step, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = at;
    int k = 0;
    for (; k < n - 3; k += 4, i += 4 * step) {
      s0 += x[i];
      s1 += x[i + step];
      s2 += x[i + 2 * step];
      s3 += x[i + 3 * step];
    }
    for (; k < n; k++, i += step) {
      s0 += x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of (x − mean)². */
  static double sumSquares(float[] x, int at, int step, int n, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = at;
    int k = 0;
    for (; k < n - 3; k += 4, i += 4 * step) {
      s0 += square(x[i] - mean);
      s1 += square(x[i + step] - mean);
      s2 += square(x[i + 2 * step] - mean);
      s3 += square(x[i + 3 * step] - mean);
    }
    for (; k < n; k++, i += step) {
      s0 += square(x[i] - mean);
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double square(double x) {
    return x * x;
  }

  static double sumAbs(float[] x, int at, int step, int n) {
    double s0 = 0;
    double s1 = 0;
    int i = at;
    int k = 0;
    for (; k < n - 1; k += 2, i += 2 * step) {
      s0 += Math.abs(x[i]);
      s1 += Math.abs(x[i + step]);
    }
    if (k < n) {
      s0 += Math.abs(x[i]);
    }
    return s0 + s1;
  }

  static double product(float[] x, int at, int step, int n) {
    double p = 1;
    for (int k = 0, i = at; k < n; k++, i += step) {
      p *= x[i];
    }
    return p;
  }

  /** Largest element; NaN if there is one. */
  static float max(float[] x, int at, int step, int n) {
    float m0 = Float.NEGATIVE_INFINITY;
    float m1 = Float.NEGATIVE_INFINITY;
    int i = at;
    int k = 0;
    for (; k < n - 1; k += 2, i += 2 * step) {
      m0 = Math.max(m0, x[i]);
      m1 = Math.max(m1, x[i + step]);
    }
    if (k < n) {
      m0 = Math.max(m0, x[i]);
    }
    return Math.max(m0, m1);
  }

  /** Smallest element; NaN if there is one. */
  static float min(float[] x, int at, int step, int n) {
    float m0 = Float.POSITIVE_INFINITY;
    float m1 = Float.POSITIVE_INFINITY;
    int i = at;
    int k = 0;
    for (; k < n - 1; k += 2, i += 2 * step) {
      m0 = Math.min(m0, x[i]);
      m1 = Math.min(m1, x[i + step]);
    }
    if (k < n) {
      m0 = Math.min(m0, x[i]);
    }
    return Math.min(m0, m1);
  }

  /** log Σ e^x, computed without overflow. */
  static double logSumExp(float[] x, int at, int step, int n) {
    float max = max(x, at, step, n);
    if (Float.isInfinite(max)) {
      return max;
    }
    double sum = 0;
    for (int k = 0, i = at; k < n; k++, i += step) {
      sum += ScalarFunctions.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }
}
