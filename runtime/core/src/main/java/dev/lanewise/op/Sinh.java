package dev.lanewise.op;

/** Hyperbolic sine. */
public record Sinh() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.sinh(v[i]);
    }
  }
}
