package dev.lanewise.op;

/** Arc cosine in radians. */
public record Acos() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.acos(v[i]);
    }
  }
}
