package dev.lanewise.op;

/** What classifiers and regressors of {@code ai.onnx.ml} do to the scores of a sample. */
public enum PostTransform {
  /** Nothing. */
  NONE,
  /** Softmax over the scores. */
  SOFTMAX,
  /** The logistic function of each score. */
  LOGISTIC,
  /** Softmax in which a score of 0 stays 0. */
  SOFTMAX_ZERO,
  /** The quantile function of the standard normal distribution of each score. */
  PROBIT;

  private static final double ZERO = 1e-7;

  /** Applies the transform to the n scores of one sample. */
  void apply(double[] v, int at, int n) {
    switch (this) {
      case NONE -> {}
      case LOGISTIC -> {
        for (int i = at; i < at + n; i++) {
          v[i] = logistic(v[i]);
        }
      }
      case PROBIT -> {
        for (int i = at; i < at + n; i++) {
          v[i] = probit(v[i]);
        }
      }
      case SOFTMAX -> softmax(v, at, n, -1);
      case SOFTMAX_ZERO -> softmax(v, at, n, ZERO);
    }
  }

  /** Scores whose magnitude is not above {@code zero} count as 0, which stays. */
  private static void softmax(double[] v, int at, int n, double zero) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, v[i]);
    }
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      v[i] = Math.abs(v[i]) > zero ? Math.exp(v[i] - max) : 0;
      sum += v[i];
    }
    for (int i = at; i < at + n; i++) {
      v[i] = sum == 0 ? 0.5 : v[i] / sum;
    }
  }

  /** {@code 1 / (1 + exp(−x))}. */
  static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * √2 · erf⁻¹(2x − 1) with the approximation of the inverse error function by S. Winitzki (2008),
   * a = 0.147: what other runtimes compute, so that models behave alike.
   */
  static double probit(double x) {
    double y = 2 * x - 1;
    double log = Math.log((1 - y) * (1 + y));
    double half = 2 / (Math.PI * 0.147) + log / 2;
    return Math.copySign(Math.sqrt(2 * (Math.sqrt(half * half - log / 0.147) - half)), y);
  }
}
