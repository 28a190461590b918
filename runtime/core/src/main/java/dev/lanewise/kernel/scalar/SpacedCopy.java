package dev.lanewise.kernel.scalar;

/** Copies of elements that lie at equal distances. */
final class SpacedCopy {
  private SpacedCopy() {}

  /** {@code y[i] = x[i · stride]} for n elements. */
  static void gather(float[] x, int xAt, int stride, float[] y, int yAt, int n) {
    if (stride == 1) {
      System.arraycopy(x, xAt, y, yAt, n);
    } else if (stride == 2) {
      // a constant factor lets C2 remove the bounds checks
      for (int i = 0; i < n; i++) {
        y[yAt + i] = x[xAt + i * 2];
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = x[xAt + i * stride];
      }
    }
  }
}
