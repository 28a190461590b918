package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.UnaryFunction;

/** Element-wise work on ranges that several kernel families share. */
final class ScalarMath {
  /** Elements that are copied and then worked on in place while the L1 cache holds them. */
  private static final int CHUNK = 2048;

  private ScalarMath() {}

  /** {@code y[yAt + i] = f(x[xAt + i])} for n elements; the ranges are equal or do not overlap. */
  static void unary(
      UnaryFunction f, float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    boolean inPlace = x == y && xAt == yAt;
    for (int i = 0; i < n; i += CHUNK) {
      int from = yAt + i;
      int to = yAt + Math.min(n, i + CHUNK);
      if (!inPlace) {
        System.arraycopy(x, xAt + i, y, from, to - from);
      }
      ScalarUnary.apply(f, a, b, y, from, to);
    }
  }
}
