package dev.lanewise.vector;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.kernel.scalar.ScalarElementwise;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Elementwise} on vectors; general powers, floor and ceiling are left to scalar code. */
final class VectorElementwise implements Elementwise {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;
  private static final Elementwise SCALAR = new ScalarElementwise();

  @Override
  public void unary(
      UnaryFunction f, float alpha, float beta, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorMath.unary(f, alpha, beta, x, xAt, y, yAt, n);
  }

  @Override
  public void binary(
      BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    VectorBinary.apply(f, a, aAt, b, bAt, y, yAt, n);
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
      case MAX, MIN -> {
        if (Float.isNaN(b)) {
          Arrays.fill(y, yAt, yAt + n, Float.NaN);
        } else {
          float low = f == BinaryFunction.MAX ? b : Float.NEGATIVE_INFINITY;
          float high = f == BinaryFunction.MIN ? b : Float.POSITIVE_INFINITY;
          unary(UnaryFunction.CLIP, low, high, a, aAt, y, yAt, n);
        }
      }
      case POW -> power(swapped, a, aAt, b, y, yAt, n);
      case GATE -> SCALAR.binaryScalar(f, swapped, a, aAt, b, y, yAt, n);
      case PRELU -> {
        if (swapped) {
          SCALAR.binaryScalar(f, true, a, aAt, b, y, yAt, n);
        } else {
          unary(UnaryFunction.LEAKY_RELU, b, 0, a, aAt, y, yAt, n);
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
    boolean narrow = n % L == 0 && n <= 4 * L && !swapped;
    if (n == 1) {
      binaryScalar(f, swapped, a, aAt, b[bAt], y, yAt, rows);
    } else if (narrow && f == BinaryFunction.ADD) {
      addRow(a, aAt, b, bAt, y, yAt, rows, n);
    } else if (narrow && f == BinaryFunction.MUL) {
      mulRow(a, aAt, b, bAt, y, yAt, rows, n);
    } else if (narrow && f == BinaryFunction.PRELU) {
      preluRow(a, aAt, b, bAt, y, yAt, rows, n);
    } else {
      for (int r = 0; r < rows; r++) {
        int at = r * n;
        if (swapped) {
          VectorBinary.apply(f, b, bAt, a, aAt + at, y, yAt + at, n);
        } else {
          VectorBinary.apply(f, a, aAt + at, b, bAt, y, yAt + at, n);
        }
      }
    }
  }

  private static void power(
      boolean swapped, float[] a, int aAt, float b, float[] y, int yAt, int n) {
    if (!swapped && b == 2) {
      VectorMath.unary(UnaryFunction.SQUARE, 0, 0, a, aAt, y, yAt, n);
    } else if (!swapped && b == -1) {
      VectorMath.unary(UnaryFunction.RECIPROCAL, 0, 0, a, aAt, y, yAt, n);
    } else if (!swapped && b == 3) {
      cube(a, aAt, y, yAt, n);
    } else if (!swapped && b == 0.5f) {
      squareRoot(a, aAt, y, yAt, n);
    } else {
      SCALAR.binaryScalar(BinaryFunction.POW, swapped, a, aAt, b, y, yAt, n);
    }
  }

  private static void divideByScalar(float[] a, int aAt, float b, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector.fromArray(S, a, aAt + i).div(b).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] / b;
    }
  }

  private static void divideScalar(float b, float[] a, int aAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector.broadcast(S, b).div(FloatVector.fromArray(S, a, aAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = b / a[aAt + i];
    }
  }

  private static void cube(float[] a, int aAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector v = FloatVector.fromArray(S, a, aAt + i);
      v.mul(v).mul(v).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float v = a[aAt + i];
      y[yAt + i] = v * v * v;
    }
  }

  /** a to the power of 1/2, which unlike the root is +0 at −0 and +∞ at −∞. */
  private static void squareRoot(float[] a, int aAt, float[] y, int yAt, int n) {
    int i = 0;
    for (int body = S.loopBound(n); i < body; i += L) {
      FloatVector v = FloatVector.fromArray(S, a, aAt + i);
      v.add(0)
          .sqrt()
          .blend(Float.POSITIVE_INFINITY, v.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = (float) Math.pow(a[aAt + i], 0.5);
    }
  }

  private static void addRow(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int rows, int n) {
    int end = rows * n;
    for (int c = 0; c < n; c += L) {
      FloatVector v = FloatVector.fromArray(S, b, bAt + c);
      for (int i = c; i < end; i += n) {
        FloatVector.fromArray(S, a, aAt + i).add(v).intoArray(y, yAt + i);
      }
    }
  }

  private static void mulRow(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int rows, int n) {
    int end = rows * n;
    for (int c = 0; c < n; c += L) {
      FloatVector v = FloatVector.fromArray(S, b, bAt + c);
      for (int i = c; i < end; i += n) {
        FloatVector.fromArray(S, a, aAt + i).mul(v).intoArray(y, yAt + i);
      }
    }
  }

  private static void preluRow(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int rows, int n) {
    int end = rows * n;
    for (int c = 0; c < n; c += L) {
      FloatVector v = FloatVector.fromArray(S, b, bAt + c);
      for (int i = c; i < end; i += n) {
        FloatVector u = FloatVector.fromArray(S, a, aAt + i);
        u.blend(u.mul(v), u.compare(VectorOperators.LT, 0)).intoArray(y, yAt + i);
      }
    }
  }
}
