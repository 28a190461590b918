package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import java.util.Arrays;

/** {@link Elementwise} in loops that C2 vectorises where it can. */
public final class ScalarElementwise implements Elementwise {
  /** The kernels have no state. */
  public ScalarElementwise() {}

  @Override
  public void unary(
      UnaryFunction f, float alpha, float beta, float[] x, int xAt, float[] y, int yAt, int n) {
    ScalarMath.unary(f, alpha, beta, x, xAt, y, yAt, n);
  }

  @Override
  public void binary(
      BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    ScalarBinary.apply(f, a, aAt, b, bAt, y, yAt, n);
  }

  @Override
  public void binaryScalar(
      BinaryFunction f, boolean swapped, float[] a, int aAt, float b, float[] y, int yAt, int n) {
    switch (f) {
      case ADD -> unary(UnaryFunction.AFFINE, 1, b, a, aAt, y, yAt, n);
      case SUB ->
          unary(UnaryFunction.AFFINE, swapped ? -1 : 1, swapped ? b : -b, a, aAt, y, yAt, n);
      case MUL -> unary(UnaryFunction.AFFINE, b, -0f, a, aAt, y, yAt, n);
      case DIV -> {
        if (swapped) {
          divideScalar(b, a, aAt, y, yAt, n);
        } else {
          divideByScalar(a, aAt, b, y, yAt, n);
        }
      }
      case MAX -> unary(UnaryFunction.CLIP, b, Float.POSITIVE_INFINITY, a, aAt, y, yAt, n);
      case MIN -> unary(UnaryFunction.CLIP, Float.NEGATIVE_INFINITY, b, a, aAt, y, yAt, n);
      case POW -> {
        if (swapped) {
          powerOfScalar(b, a, aAt, y, yAt, n);
        } else {
          power(a, aAt, b, y, yAt, n);
        }
      }
      case GATE -> {
        if (swapped) {
          gateScalar(b, a, aAt, y, yAt, n);
        } else if (b > 0) {
          System.arraycopy(a, aAt, y, yAt, n);
        } else {
          Arrays.fill(y, yAt, yAt + n, 0);
        }
      }
      case PRELU -> {
        if (!swapped) {
          unary(UnaryFunction.LEAKY_RELU, b, 0, a, aAt, y, yAt, n);
        } else if (b < 0) {
          binaryScalar(BinaryFunction.MUL, false, a, aAt, b, y, yAt, n);
        } else {
          Arrays.fill(y, yAt, yAt + n, b);
        }
      }
    }
  }

  @Override
  public void binaryRow(
      BinaryFunction f,
      boolean swapped,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] y,
      int yAt,
      int rows,
      int n) {
    if (n == 1) {
      binaryScalar(f, swapped, a, aAt, b[bAt], y, yAt, rows);
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = r * n;
      if (swapped) {
        ScalarBinary.apply(f, b, bAt, a, aAt + at, y, yAt + at, n);
      } else {
        ScalarBinary.apply(f, a, aAt + at, b, bAt, y, yAt + at, n);
      }
    }
  }

  private static void gateScalar(float b, float[] a, int aAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] > 0 ? b : 0;
    }
  }

  private static void divideByScalar(float[] a, int aAt, float b, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] / b;
    }
  }

  private static void divideScalar(float b, float[] a, int aAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = b / a[aAt + i];
    }
  }

  private static void power(float[] a, int aAt, float b, float[] y, int yAt, int n) {
    if (b == 2) {
      ScalarMath.unary(UnaryFunction.SQUARE, 0, 0, a, aAt, y, yAt, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = (float) Math.pow(a[aAt + i], b);
      }
    }
  }

  private static void powerOfScalar(float b, float[] a, int aAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) Math.pow(b, a[aAt + i]);
    }
  }
}
