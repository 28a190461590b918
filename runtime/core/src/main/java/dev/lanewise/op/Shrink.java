package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * Shrinks towards 0: {@code x + bias} where {@code x < −lambd}, {@code x − bias} where {@code x >
 * lambd}, else 0.
 *
 * @param lambd half width of what becomes 0
 * @param bias by how much the rest moves
 */
public record Shrink(float lambd, float bias) implements UnaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype);
  }

  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = v[i] < -lambd ? v[i] + bias : v[i] > lambd ? v[i] - bias : 0;
    }
  }

  @Override
  public void apply(DType dtype, long[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      double x = v[i];
      v[i] = (long) (x < -lambd ? x + bias : x > lambd ? x - bias : 0);
    }
  }
}
