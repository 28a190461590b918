package dev.lanewise.op;

/** Cosine of an angle in radians. */
public record Cos() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.cos(v[i]);
    }
  }
}
