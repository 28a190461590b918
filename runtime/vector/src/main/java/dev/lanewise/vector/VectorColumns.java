package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reductions of {@link Lanes#L} neighbouring columns of a matrix with n rows, {@code stride} floats
 * apart. Sums use a few accumulators over chunks of rows and one for the chunks' totals; chunks
 * grow with the root of n, and so does the error.
 */
final class VectorColumns {
  private static final int SMALLEST_CHUNK = 512;

  private VectorColumns() {}

  private static int chunk(int n) {
    return Math.max(SMALLEST_CHUNK, 2 * (int) Math.sqrt(n));
  }

  /** {@code y = Σ x / divisor}. */
  static void sum(float[] x, int at, int stride, int n, float divisor, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector.zero(S).intoArray(y, yAt);
    for (int k = 0; k < n; k += chunk) {
      addSum(x, at + k * stride, stride, Math.min(chunk, n - k), y, yAt);
    }
    FloatVector.fromArray(S, y, yAt).div(divisor).intoArray(y, yAt);
  }

  private static void addSum(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 4; k += 4, i += 4 * stride) {
      s0 = s0.add(FloatVector.fromArray(S, x, i));
      s1 = s1.add(FloatVector.fromArray(S, x, i + stride));
      s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * stride));
      s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * stride));
    }
    for (; k < n; k++, i += stride) {
      s0 = s0.add(FloatVector.fromArray(S, x, i));
    }
    FloatVector.fromArray(S, y, yAt).add(s0.add(s1).add(s2.add(s3))).intoArray(y, yAt);
  }

  /** {@code y = Σ x²}. */
  static void sumSquares(float[] x, int at, int stride, int n, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector.zero(S).intoArray(y, yAt);
    for (int k = 0; k < n; k += chunk) {
      addSumSquares(x, at + k * stride, stride, Math.min(chunk, n - k), y, yAt);
    }
  }

  private static void addSumSquares(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      FloatVector v0 = FloatVector.fromArray(S, x, i);
      FloatVector v1 = FloatVector.fromArray(S, x, i + stride);
      s0 = v0.fma(v0, s0);
      s1 = v1.fma(v1, s1);
    }
    if (k < n) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      s0 = v.fma(v, s0);
    }
    FloatVector.fromArray(S, y, yAt).add(s0.add(s1)).intoArray(y, yAt);
  }

  /** {@code y = Σ |x|}. */
  static void sumAbs(float[] x, int at, int stride, int n, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector.zero(S).intoArray(y, yAt);
    for (int k = 0; k < n; k += chunk) {
      addSumAbs(x, at + k * stride, stride, Math.min(chunk, n - k), y, yAt);
    }
  }

  private static void addSumAbs(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      s0 = s0.add(FloatVector.fromArray(S, x, i).abs());
      s1 = s1.add(FloatVector.fromArray(S, x, i + stride).abs());
    }
    if (k < n) {
      s0 = s0.add(FloatVector.fromArray(S, x, i).abs());
    }
    FloatVector.fromArray(S, y, yAt).add(s0.add(s1)).intoArray(y, yAt);
  }

  /** Largest elements; NaN where there is one. */
  static void max(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector m0 = FloatVector.fromArray(S, x, at);
    FloatVector m1 = m0;
    int i = at + stride;
    int k = 1;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      m0 = m0.max(FloatVector.fromArray(S, x, i));
      m1 = m1.max(FloatVector.fromArray(S, x, i + stride));
    }
    if (k < n) {
      m0 = m0.max(FloatVector.fromArray(S, x, i));
    }
    m0.max(m1).intoArray(y, yAt);
  }

  /** Smallest elements; NaN where there is one. */
  static void min(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector m0 = FloatVector.fromArray(S, x, at);
    FloatVector m1 = m0;
    int i = at + stride;
    int k = 1;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      m0 = m0.min(FloatVector.fromArray(S, x, i));
      m1 = m1.min(FloatVector.fromArray(S, x, i + stride));
    }
    if (k < n) {
      m0 = m0.min(FloatVector.fromArray(S, x, i));
    }
    m0.min(m1).intoArray(y, yAt);
  }

  /** Products. */
  static void product(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector product = FloatVector.fromArray(S, x, at);
    for (int k = 1, i = at + stride; k < n; k++, i += stride) {
      product = product.mul(FloatVector.fromArray(S, x, i));
    }
    product.intoArray(y, yAt);
  }

  /** {@code y = log Σ e^x}, computed without overflow. */
  static void logSumExp(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector max = FloatVector.fromArray(S, x, at);
    for (int k = 1, i = at + stride; k < n; k++, i += stride) {
      max = max.max(FloatVector.fromArray(S, x, i));
    }
    // where the largest is infinite, so is the result, but x − max would be NaN
    FloatVector shift = max.blend(0, max.test(VectorOperators.IS_INFINITE));
    FloatVector sum = FloatVector.zero(S);
    for (int k = 0, i = at; k < n; k++, i += stride) {
      sum = sum.add(VectorFunctions.exp(FloatVector.fromArray(S, x, i).sub(shift)));
    }
    sum.intoArray(y, yAt);
    logarithms(y, yAt);
    FloatVector.fromArray(S, y, yAt).add(shift).intoArray(y, yAt);
  }

  /** Replaces the elements of one vector; one by one, as VectorFunctions tells. */
  static void logarithms(float[] y, int at) {
    for (int i = at; i < at + Lanes.L; i++) {
      y[i] = (float) Math.log(y[i]);
    }
  }
}
