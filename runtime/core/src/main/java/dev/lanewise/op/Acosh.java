package dev.lanewise.op;

/** Inverse hyperbolic cosine; NaN below 1. */
public record Acosh() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      double t = v[i] - 1;
      v[i] = Math.log1p(t + Math.sqrt(t) * Math.sqrt(t + 2));
    }
  }
}
