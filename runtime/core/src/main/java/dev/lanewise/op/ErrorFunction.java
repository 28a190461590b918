package dev.lanewise.op;

/** The Gauss error function in double precision. */
final class ErrorFunction {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
  private static final double SERIES_LIMIT = 2.5;

  /** Beyond this erfc underflows. */
  private static final double TAIL_LIMIT = 27.3;

  private ErrorFunction() {}

  /** {@code erf(x)}, within a few units in the last place. */
  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (magnitude < SERIES_LIMIT) {
      return series(x);
    }
    return Math.copySign(1 - tail(magnitude), x);
  }

  /** {@code 1 − erf(x)}, with a small relative error for large x. */
  static double erfc(double x) {
    if (x < -SERIES_LIMIT) {
      return 2 - tail(-x);
    }
    return x < SERIES_LIMIT ? 1 - series(x) : tail(x);
  }

  /**
   * erf(x) = 2/√π · exp(−x²) · Σ 2ᵏ x²ᵏ⁺¹ / (1·3·…·(2k+1)), whose terms all have one sign
   * (Abramowitz and Stegun, 7.1.6).
   */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; Math.abs(term) > Math.abs(sum) * 0x1p-54; k++) {
      term *= 2 * x * x / (2 * k + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
  }

  /**
   * erfc(x) for x of {@link #SERIES_LIMIT} or more by its continued fraction x + 1/2/(x + 2/2/(x +
   * 3/2/(x + …))) (Abramowitz and Stegun, 7.1.14), evaluated from a depth at which it has
   * converged.
   */
  private static double tail(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x > TAIL_LIMIT) {
      return 0;
    }
    double fraction = x;
    for (int k = 80; k > 0; k--) {
      fraction = x + 0.5 * k / fraction;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
  }
}
