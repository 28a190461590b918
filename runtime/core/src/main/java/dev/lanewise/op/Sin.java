package dev.lanewise.op;

/** Sine of an angle in radians. */
public record Sin() implements UnaryMath {
  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      v[i] = Math.sin(v[i]);
    }
  }
}
