package dev.lanewise.op;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.tensor.DType;

/** Largest of any number of tensors element by element, with broadcasting; NaN if one is NaN. */
public record Max() implements BinaryMath {
  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
    for (int i = 0; i < n; i++) {
      long x = a[aAt + i] ^ flip;
      long y = b[bAt + i] ^ flip;
      a[aAt + i] = Math.max(x, y) ^ flip;
    }
  }

  @Override
  public BinaryFunction function() {
    return BinaryFunction.MAX;
  }

  @Override
  public boolean isVariadic() {
    return true;
  }
}
