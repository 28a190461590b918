package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Complement of all bits. */
public record BitwiseNot() implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isInteger(dtype);
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = ~v[i];
    }
  }
}
