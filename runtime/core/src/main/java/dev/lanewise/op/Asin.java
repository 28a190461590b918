package dev.lanewise.op;

/** Arc sine in radians. */
public record Asin() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.asin(v[i]);
    }
  }
}
