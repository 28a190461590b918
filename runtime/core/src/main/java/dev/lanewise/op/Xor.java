package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Logical exclusive disjunction, with broadcasting. */
public record Xor() implements BinaryMath {
  @Override
  public boolean admits(DType dtype) {
    return dtype == DType.BOOL;
  }

  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    throw new IllegalArgumentException("the operator is not defined for floats");
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] ^= b[bAt + i];
    }
  }
}
