package dev.lanewise.op;

/** Whether an element is not a number. */
public record IsNaN() implements FloatPredicate {
  @Override
  public void test(double[] x, int xAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (byte) (Double.isNaN(x[xAt + i]) ? 1 : 0);
    }
  }
}
