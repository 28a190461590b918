package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.UnaryFunction;

/** Functions of one and two variables in double precision, written down as they are defined. */
public final class ReferenceFunctions {
  private ReferenceFunctions() {}

  /** f(x) with parameters a and b. */
  public static double unary(UnaryFunction f, double a, double b, double x) {
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

  /** f(a, b). */
  public static double binary(BinaryFunction f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case POW -> Math.pow(a, b);
      case PRELU -> a < 0 ? a * b : a;
      case GATE -> b > 0 ? a : 0;
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Error function: power series (Abramowitz and Stegun 7.1.5) near 0, else {@link #erfc}. */
  public static double erf(double x) {
    if (Math.abs(x) >= 2) {
      return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 60; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** Complementary error function: continued fraction (7.1.14) from 2 on, else {@link #erf}. */
  public static double erfc(double x) {
    if (x < 0) {
      return 2 - erfc(-x);
    }
    if (x < 2) {
      return 1 - erf(x);
    }
    double fraction = x;
    for (int n = 100; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
