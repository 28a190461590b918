package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * Shift of the bits of unsigned integers, with broadcasting. Shifting by the width of the type or
 * more gives 0.
 *
 * @param left whether bits move towards the most significant one
 */
public record BitShift(boolean left) implements BinaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isInteger(dtype) && dtype.isUnsigned();
  }

  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    throw new IllegalArgumentException("the operator is not defined for floats");
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      long x = a[aAt + i];
      long distance = b[bAt + i];
      boolean out = distance < 0 || distance >= dtype.bits();
      a[aAt + i] = out ? 0 : left ? x << distance : x >>> distance;
    }
  }
}
