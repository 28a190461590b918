package dev.lanewise.op;

/** Hyperbolic cosine. */
public record Cosh() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.cosh(v[i]);
    }
  }
}
