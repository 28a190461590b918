package dev.lanewise.op;

/** Inverse hyperbolic sine. */
public record Asinh() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      double x = Math.abs(v[i]);
      v[i] = Math.copySign(Math.log1p(x + x * (x / (1 + Math.hypot(x, 1)))), v[i]);
    }
  }
}
