package dev.lanewise.op;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.tensor.DType;

/** Product of two tensors element by element, with broadcasting. */
public record Mul() implements BinaryMath {
  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] *= b[bAt + i];
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] *= b[bAt + i];
    }
  }

  @Override
  public BinaryFunction function() {
    return BinaryFunction.MUL;
  }
}
