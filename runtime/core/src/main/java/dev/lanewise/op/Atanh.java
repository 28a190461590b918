package dev.lanewise.op;

/** Inverse hyperbolic tangent; NaN outside of [−1, 1]. */
public record Atanh() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = 0.5 * (Math.log1p(v[i]) - Math.log1p(-v[i]));
    }
  }
}
