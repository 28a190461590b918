package dev.lanewise.op;

/** Tangent of an angle in radians. */
public record Tan() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.tan(v[i]);
    }
  }
}
