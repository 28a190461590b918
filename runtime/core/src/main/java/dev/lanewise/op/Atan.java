package dev.lanewise.op;

/** Arc tangent in radians. */
public record Atan() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.atan(v[i]);
    }
  }
}
