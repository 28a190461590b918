package dev.lanewise.op;

/** Whether an element is less than another one, with broadcasting. */
public record Less() implements Comparison {
  @Override
  public void compare(double[] a, int aAt, double[] b, int bAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (byte) (a[aAt + i] < b[bAt + i] ? 1 : 0);
    }
  }

  @Override
  public void compare(long flip, long[] a, int aAt, long[] b, int bAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (byte) ((a[aAt + i] ^ flip) < (b[bAt + i] ^ flip) ? 1 : 0);
    }
  }
}
