package dev.lanewise.vector;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.scalar.ScalarElementwise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over two ranges, one per function. */
final class VectorBinary {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;
  private static final Elementwise SCALAR = new ScalarElementwise();

  private VectorBinary() {}

  static void apply(
      BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    switch (f) {
      case ADD -> add(a, aAt, b, bAt, y, yAt, n);
      case SUB -> sub(a, aAt, b, bAt, y, yAt, n);
      case MUL -> mul(a, aAt, b, bAt, y, yAt, n);
      case DIV -> div(a, aAt, b, bAt, y, yAt, n);
      case MAX -> max(a, aAt, b, bAt, y, yAt, n);
      case MIN -> min(a, aAt, b, bAt, y, yAt, n);
      case POW -> SCALAR.binary(f, a, aAt, b, bAt, y, yAt, n);
      case PRELU -> prelu(a, aAt, b, bAt, y, yAt, n);
      case GATE -> gate(a, aAt, b, bAt, y, yAt, n);
    }
  }

  static void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.add(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] + b[bAt + i];
    }
  }

  private static void sub(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.sub(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] - b[bAt + i];
    }
  }

  private static void mul(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.mul(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  private static void div(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.div(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] / b[bAt + i];
    }
  }

  private static void max(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.max(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  private static void min(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.min(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.min(a[aAt + i], b[bAt + i]);
    }
  }

  private static void prelu(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      u.blend(u.mul(v), u.compare(VectorOperators.LT, 0)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float u = a[aAt + i];
      y[yAt + i] = u < 0 ? u * b[bAt + i] : u;
    }
  }

  private static void gate(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector u = FloatVector.fromArray(S, a, aAt + i);
      FloatVector v = FloatVector.fromArray(S, b, bAt + i);
      FloatVector.zero(S).blend(u, v.compare(VectorOperators.GT, 0)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = b[bAt + i] > 0 ? a[aAt + i] : 0;
    }
  }
}
