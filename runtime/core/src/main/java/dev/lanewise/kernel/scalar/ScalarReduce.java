package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;

/** {@link Reduce} in plain Java; sums are carried in double precision. */
public final class ScalarReduce implements Reduce {
  /** Stateless. */
  public ScalarReduce() {}

  @Override
  public void reduce(
      ReduceFunction f, float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        y[yAt + o * inner + i] = column(f, x, xAt + o * n * inner + i, n, inner);
      }
    }
  }

  private static float column(ReduceFunction f, float[] x, int at, int n, int step) {
    return switch (f) {
      case SUM -> (float) sum(x, at, n, step);
      case MEAN -> (float) (sum(x, at, n, step) / n);
      case MAX -> max(x, at, n, step);
      case MIN -> min(x, at, n, step);
      case PROD -> product(x, at, n, step);
      case SUM_SQUARE -> (float) sumOfSquares(x, at, n, step);
      case L1 -> (float) sumOfMagnitudes(x, at, n, step);
      case L2 -> (float) Math.sqrt(sumOfSquares(x, at, n, step));
      case LOG_SUM_EXP -> logSumExp(x, at, n, step);
    };
  }

  private static double sum(float[] x, int at, int n, int step) {
    double s = 0;
    double t = 0;
    int i = 0;
    for (; i + 1 < n; i += 2) {
      s += x[at + i * step];
      t += x[at + (i + 1) * step];
    }
    return (i < n ? s + x[at + i * step] : s) + t;
  }

  private static double sumOfSquares(float[] x, int at, int n, int step) {
    double s = 0;
    for (int i = 0; i < n; i++) {
      double v = x[at + i * step];
      s += v * v;
    }
    return s;
  }

  private static double sumOfMagnitudes(float[] x, int at, int n, int step) {
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += Math.abs(x[at + i * step]);
    }
    return s;
  }

  private static float product(float[] x, int at, int n, int step) {
    double p = 1;
    for (int i = 0; i < n; i++) {
      p *= x[at + i * step];
    }
    return (float) p;
  }

  static float max(float[] x, int at, int n, int step) {
    float m = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      m = Math.max(m, x[at + i * step]);
    }
    return m;
  }

  private static float min(float[] x, int at, int n, int step) {
    float m = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      m = Math.min(m, x[at + i * step]);
    }
    return m;
  }

  private static float logSumExp(float[] x, int at, int n, int step) {
    float m = max(x, at, n, step);
    if (Float.isInfinite(m) || Float.isNaN(m)) {
      return m;
    }
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += Math.exp((double) x[at + i * step] - m);
    }
    return (float) (m + Math.log(s));
  }
}
