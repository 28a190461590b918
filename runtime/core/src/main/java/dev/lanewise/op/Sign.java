package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Sign: −1, 0 or 1; NaN stays NaN. */
public record Sign() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype);
  }

  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.signum(v[i]);
    }
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = dtype.isUnsigned() ? (v[i] == 0 ? 0 : 1) : Long.signum(v[i]);
    }
  }
}
