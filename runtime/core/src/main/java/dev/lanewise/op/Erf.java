package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;

/** Gauss error function. */
public record Erf() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype);
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = (long) ErrorFunction.erf((double) v[i]);
    }
  }

  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.ERF);
  }
}
