package dev.lanewise.op;

/**
 * Product of the elements up to each element along an axis.
 *
 * @param exclusive whether an element itself does not count
 * @param reverse whether elements from the end of the axis are combined
 */
public record CumProd(boolean exclusive, boolean reverse) implements CumulativeMath {
  @Override
  public void scan(double[] v, int at, int step, int n) {
    double total = 1;
    for (int i = 0; i < n; i++) {
      double x = v[at + i * step];
      v[at + i * step] = exclusive ? total : total * x;
      total *= x;
    }
  }

  @Override
  public void scan(long[] v, int at, int step, int n) {
    long total = 1;
    for (int i = 0; i < n; i++) {
      long x = v[at + i * step];
      v[at + i * step] = exclusive ? total : total * x;
      total *= x;
    }
  }
}
