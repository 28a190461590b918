package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * Remainder of a division, with broadcasting. An integer division by 0 is an error.
 *
 * @param fmod whether the remainder has the sign of the dividend, as C's function of this name;
 *     otherwise it has the sign of the divisor and only integers are admitted
 */
public record Mod(boolean fmod) implements BinaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype) && (fmod || dtype.isInteger());
  }

  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] %= b[bAt + i];
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      long x = a[aAt + i];
      long y = b[bAt + i];
      if (dtype == DType.UINT64) {
        a[aAt + i] = Long.remainderUnsigned(x, y);
      } else {
        a[aAt + i] = fmod ? x % y : Math.floorMod(x, y);
      }
    }
  }
}
