package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;

/** Rectified linear unit: {@code max(x, 0)}; NaN stays NaN. */
public record Relu() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isSignedNumber(dtype);
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.max(v[i], 0);
    }
  }

  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.RELU);
  }
}
