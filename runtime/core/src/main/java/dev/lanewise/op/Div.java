package dev.lanewise.op;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.tensor.DType;

/**
 * Quotient of two tensors element by element, with broadcasting; integers are truncated towards 0.
 *
 * <p>An integer division by 0 is an error.
 */
public record Div() implements BinaryMath {
  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] /= b[bAt + i];
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      long x = a[aAt + i];
      long y = b[bAt + i];
      a[aAt + i] = dtype == DType.UINT64 ? Long.divideUnsigned(x, y) : x / y;
    }
  }

  @Override
  public BinaryFunction function() {
    return BinaryFunction.DIV;
  }
}
