package dev.lanewise.vector;

import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.kernel.scalar.ScalarElementwise;
import jdk.incubator.vector.VectorSpecies;

/** Element-wise work on ranges that several kernel families share. */
final class VectorMath {
  private static final VectorSpecies<Float> S = Lanes.S;

  private static final Elementwise SCALAR = new ScalarElementwise();

  private VectorMath() {}

  /**
   * {@code y[yAt + i] = f(x[xAt + i])} for n elements; the ranges are equal or do not overlap. The
   * result does not depend on how a range is cut.
   */
  static void unary(
      UnaryFunction f, float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case IDENTITY -> {
        if (x != y || xAt != yAt) {
          System.arraycopy(x, xAt, y, yAt, n);
        }
      }
      case FLOOR, CEIL -> SCALAR.unary(f, a, b, x, xAt, y, yAt, n);
      default -> {
        int body = S.loopBound(n);
        if (VectorTranscendental.has(f)) {
          VectorTranscendental.apply(f, a, b, x, xAt, y, yAt, body / Lanes.L, true);
          VectorTranscendental.apply(f, a, b, x, xAt + body, y, yAt + body, n - body, false);
          return;
        }
        VectorUnary.apply(f, a, b, x, xAt, y, yAt, body);
        for (int i = body; i < n; i++) {
          y[yAt + i] = VectorUnary.value(f, a, b, x[xAt + i]);
        }
      }
    }
  }
}
