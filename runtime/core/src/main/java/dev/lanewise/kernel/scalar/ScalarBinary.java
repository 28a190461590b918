package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BinaryFunction;

/** Loops over two ranges, one per function. */
final class ScalarBinary {
  private ScalarBinary() {}

  static void apply(
      BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    switch (f) {
      case ADD -> add(a, aAt, b, bAt, y, yAt, n);
      case SUB -> sub(a, aAt, b, bAt, y, yAt, n);
      case MUL -> mul(a, aAt, b, bAt, y, yAt, n);
      case DIV -> div(a, aAt, b, bAt, y, yAt, n);
      case MAX -> max(a, aAt, b, bAt, y, yAt, n);
      case MIN -> min(a, aAt, b, bAt, y, yAt, n);
      case POW -> pow(a, aAt, b, bAt, y, yAt, n);
      case PRELU -> prelu(a, aAt, b, bAt, y, yAt, n);
      case GATE -> gate(a, aAt, b, bAt, y, yAt, n);
    }
  }

  static void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] + b[bAt + i];
    }
  }

  private static void sub(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] - b[bAt + i];
    }
  }

  private static void mul(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  private static void div(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a[aAt + i] / b[bAt + i];
    }
  }

  private static void max(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  private static void min(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.min(a[aAt + i], b[bAt + i]);
    }
  }

  private static void pow(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) Math.pow(a[aAt + i], b[bAt + i]);
    }
  }

  private static void prelu(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int one = Float.floatToRawIntBits(1);
    for (int i = 0; i < n; i++) {
      // Without a branch: the factor is b under a negative sign, which −0 loses, else 1.
      float v = a[aAt + i] + 0f;
      int sign = Float.floatToRawIntBits(v) >> 31;
      int factor = Float.floatToRawIntBits(b[bAt + i]) & sign | one & ~sign;
      y[yAt + i] = v * Float.intBitsToFloat(factor);
    }
  }

  private static void gate(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int infinity = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      // Without a branch: the bits of positive numbers are from 1 to those of infinity.
      int bits = Float.floatToRawIntBits(b[bAt + i] + 0f);
      int mask = (-bits >> 31) & ~((infinity - bits) >> 31);
      y[yAt + i] = Float.intBitsToFloat(Float.floatToRawIntBits(a[aAt + i]) & mask);
    }
  }
}
