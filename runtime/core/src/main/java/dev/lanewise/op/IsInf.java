package dev.lanewise.op;

/**
 * Whether an element is infinite.
 *
 * @param negative whether −∞ counts
 * @param positive whether +∞ counts
 */
public record IsInf(boolean negative, boolean positive) implements FloatPredicate {
  @Override
  public void test(double[] x, int xAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      double v = x[xAt + i];
      boolean holds =
          (positive && v == Double.POSITIVE_INFINITY)
              || (negative && v == Double.NEGATIVE_INFINITY);
      y[yAt + i] = (byte) (holds ? 1 : 0);
    }
  }
}
