package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;

/** Negative value: {@code −x}. */
public record Neg() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isSignedNumber(dtype);
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = -v[i];
    }
  }

  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.NEG);
  }
}
