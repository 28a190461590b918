package dev.lanewise.kernel.scalar;

/**
 * The loops in which scalar matrix products and convolutions spend their time: rows of c plus
 * multiples of rows of b.
 *
 * <p>C2 turns a loop into vector code only if all arrays are indexed by the loop variable alone,
 * hence rows in arrays of their own that begin at 0. Three rows by four steps keep the twelve
 * factors and the sums in sixteen registers.
 */
final class RowKernel {
  /** Rows that {@link #three} works on. */
  static final int ROWS = 3;

  /** The number of steps must be a multiple of this. */
  static final int STEPS = 4;

  private RowKernel() {}

  /**
   * {@code c_r[j] += Σ_k a[r·depth + k] · b[k][j]} for j below n and three rows r.
   *
   * @param depth number of steps k, a multiple of {@link #STEPS}
   */
  static void three(float[] c0, float[] c1, float[] c2, float[][] b, float[] a, int depth, int n) {
    if (Fma.FAST) {
      threeFused(c0, c1, c2, b, a, depth, n);
    } else {
      threeSeparate(c0, c1, c2, b, a, depth, n);
    }
  }

  /** {@code c[j] += Σ_k a[k] · b[k][j]} for j below n; otherwise as {@link #three}. */
  static void one(float[] c, float[][] b, float[] a, int depth, int n) {
    if (Fma.FAST) {
      oneFused(c, b, a, depth, n);
    } else {
      oneSeparate(c, b, a, depth, n);
    }
  }

  private static void threeFused(
      float[] c0, float[] c1, float[] c2, float[][] b, float[] a, int depth, int n) {
    for (int k = 0; k < depth; k += STEPS) {
      float[] b0 = b[k];
      float[] b1 = b[k + 1];
      float[] b2 = b[k + 2];
      float[] b3 = b[k + 3];
      float a00 = a[k];
      float a01 = a[k + 1];
      float a02 = a[k + 2];
      float a03 = a[k + 3];
      float a10 = a[depth + k];
      float a11 = a[depth + k + 1];
      float a12 = a[depth + k + 2];
      float a13 = a[depth + k + 3];
      float a20 = a[2 * depth + k];
      float a21 = a[2 * depth + k + 1];
      float a22 = a[2 * depth + k + 2];
      float a23 = a[2 * depth + k + 3];
      for (int j = 0; j < n; j++) {
        float x0 = b0[j];
        float x1 = b1[j];
        float x2 = b2[j];
        float x3 = b3[j];
        c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
        c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
        c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      }
    }
  }

  private static void threeSeparate(
      float[] c0, float[] c1, float[] c2, float[][] b, float[] a, int depth, int n) {
    for (int k = 0; k < depth; k += STEPS) {
      float[] b0 = b[k];
      float[] b1 = b[k + 1];
      float[] b2 = b[k + 2];
      float[] b3 = b[k + 3];
      float a00 = a[k];
      float a01 = a[k + 1];
      float a02 = a[k + 2];
      float a03 = a[k + 3];
      float a10 = a[depth + k];
      float a11 = a[depth + k + 1];
      float a12 = a[depth + k + 2];
      float a13 = a[depth + k + 3];
      float a20 = a[2 * depth + k];
      float a21 = a[2 * depth + k + 1];
      float a22 = a[2 * depth + k + 2];
      float a23 = a[2 * depth + k + 3];
      for (int j = 0; j < n; j++) {
        float x0 = b0[j];
        float x1 = b1[j];
        float x2 = b2[j];
        float x3 = b3[j];
        c0[j] = c0[j] + a00 * x0 + a01 * x1 + a02 * x2 + a03 * x3;
        c1[j] = c1[j] + a10 * x0 + a11 * x1 + a12 * x2 + a13 * x3;
        c2[j] = c2[j] + a20 * x0 + a21 * x1 + a22 * x2 + a23 * x3;
      }
    }
  }

  private static void oneFused(float[] c, float[][] b, float[] a, int depth, int n) {
    for (int k = 0; k < depth; k += STEPS) {
      float[] b0 = b[k];
      float[] b1 = b[k + 1];
      float[] b2 = b[k + 2];
      float[] b3 = b[k + 3];
      float a0 = a[k];
      float a1 = a[k + 1];
      float a2 = a[k + 2];
      float a3 = a[k + 3];
      for (int j = 0; j < n; j++) {
        c[j] =
            Math.fma(
                a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
      }
    }
  }

  private static void oneSeparate(float[] c, float[][] b, float[] a, int depth, int n) {
    for (int k = 0; k < depth; k += STEPS) {
      float[] b0 = b[k];
      float[] b1 = b[k + 1];
      float[] b2 = b[k + 2];
      float[] b3 = b[k + 3];
      float a0 = a[k];
      float a1 = a[k + 1];
      float a2 = a[k + 2];
      float a3 = a[k + 3];
      for (int j = 0; j < n; j++) {
        c[j] = c[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
      }
    }
  }
}
