package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Logical negation. */
public record Not() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return dtype == DType.BOOL;
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] ^= 1;
    }
  }
}
