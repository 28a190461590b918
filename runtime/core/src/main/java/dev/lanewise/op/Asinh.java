package dev.lanewise.op;

/** Inverse hyperbolic sine. */
public record Asinh() implements UnaryMath {
  /** From here on √(x² + 1) is x. */
  private static final double LARGE = 0x1p28;

  @Override
  public void apply(double[] v, int at, int n) {
    for (int i = at; i < at + n; i++) {
      double x = Math.abs(v[i]);
      double y =
          x < LARGE
              ? Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)))
              : Math.log(x) + Math.log(2);
      v[i] = Math.copySign(y, v[i]);
    }
  }
}
