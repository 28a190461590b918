package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** The functions of {@link UnaryFunction} in double precision, for reference evaluations. */
final class UnaryMath {
  private UnaryMath() {}

  /** Replaces {@code y[from]} to {@code y[to - 1]} by f of them, with parameters a and b. */
  static void apply(UnaryFunction f, double a, double b, double[] y, int from, int to) {
    if (f == UnaryFunction.IDENTITY) {
      return;
    }
    for (int i = from; i < to; i++) {
      y[i] = apply(f, a, b, y[i]);
    }
  }

  /** f(x) with parameters a and b. */
  static double apply(UnaryFunction f, double a, double b, double x) {
    return switch (f) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x < 0 ? a * x : x;
      case CLIP -> Math.min(Math.max(x, a), b);
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case SQUARE -> x * x;
      case AFFINE -> a * x + b;
      case ERF -> erf(x);
      case GELU -> x * erfc(-x / Math.sqrt(2)) / 2;
      case GELU_TANH -> x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
      case SWISH -> x * sigmoid(a * x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, a * x + b));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case ELU -> x < 0 ? a * Math.expm1(x) : x;
      case SELU -> x > 0 ? b * x : b * a * Math.expm1(x);
      case CELU -> Math.max(0, x) + Math.min(0, a * Math.expm1(x / a));
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case MISH -> x * Math.tanh(softplus(x));
      case THRESHOLDED_RELU -> x > a ? x : 0;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
    };
  }

  /** 1 / (1 + exp(−x)). */
  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Error function, within a few ulp. */
  static double erf(double x) {
    return Math.abs(x) < 2 ? series(x) : x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
  }

  /** Complementary error function: 1 − erf(x) without cancellation for large x. */
  static double erfc(double x) {
    if (Math.abs(x) < 2) {
      return 1 - series(x);
    }
    if (x < 0) {
      return 2 - erfc(-x);
    }
    // Continued fraction, Abramowitz and Stegun 7.1.14.
    double fraction = x;
    for (int n = 100; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }

  /** Power series of erf, Abramowitz and Stegun 7.1.5. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 60; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
