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

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  /** {@code y = Σ x / divisor}. */
  static void sum(float[] x, int at, int stride, int n, float divisor, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector total = FloatVector.zero(S);
    for (int k = 0; k < n; k += chunk) {
      total = total.add(sumChunk(x, at + k * stride, stride, Math.min(chunk, n - k)));
    }
    total.div(divisor).intoArray(y, yAt);
  }

  private static FloatVector sumChunk(float[] x, int at, int stride, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 4; k += 4, i += 4 * stride) {
      s0 = s0.add(load(x, i));
      s1 = s1.add(load(x, i + stride));
      s2 = s2.add(load(x, i + 2 * stride));
      s3 = s3.add(load(x, i + 3 * stride));
    }
    for (; k < n; k++, i += stride) {
      s0 = s0.add(load(x, i));
    }
    return s0.add(s1).add(s2.add(s3));
  }

  /** {@code y = Σ x²}. */
  static void sumSquares(float[] x, int at, int stride, int n, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector total = FloatVector.zero(S);
    for (int k = 0; k < n; k += chunk) {
      total = total.add(sumSquaresChunk(x, at + k * stride, stride, Math.min(chunk, n - k)));
    }
    total.intoArray(y, yAt);
  }

  private static FloatVector sumSquaresChunk(float[] x, int at, int stride, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      FloatVector v0 = load(x, i);
      FloatVector v1 = load(x, i + stride);
      s0 = v0.fma(v0, s0);
      s1 = v1.fma(v1, s1);
    }
    if (k < n) {
      FloatVector v = load(x, i);
      s0 = v.fma(v, s0);
    }
    return s0.add(s1);
  }

  /** {@code y = Σ |x|}. */
  static void sumAbs(float[] x, int at, int stride, int n, float[] y, int yAt) {
    int chunk = chunk(n);
    FloatVector total = FloatVector.zero(S);
    for (int k = 0; k < n; k += chunk) {
      total = total.add(sumAbsChunk(x, at + k * stride, stride, Math.min(chunk, n - k)));
    }
    total.intoArray(y, yAt);
  }

  private static FloatVector sumAbsChunk(float[] x, int at, int stride, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = at;
    int k = 0;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      s0 = s0.add(load(x, i).abs());
      s1 = s1.add(load(x, i + stride).abs());
    }
    if (k < n) {
      s0 = s0.add(load(x, i).abs());
    }
    return s0.add(s1);
  }

  /** Largest elements; NaN where there is one. */
  static void max(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector m0 = load(x, at);
    FloatVector m1 = m0;
    int i = at + stride;
    int k = 1;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      m0 = m0.max(load(x, i));
      m1 = m1.max(load(x, i + stride));
    }
    if (k < n) {
      m0 = m0.max(load(x, i));
    }
    m0.max(m1).intoArray(y, yAt);
  }

  /** Smallest elements; NaN where there is one. */
  static void min(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector m0 = load(x, at);
    FloatVector m1 = m0;
    int i = at + stride;
    int k = 1;
    for (; k <= n - 2; k += 2, i += 2 * stride) {
      m0 = m0.min(load(x, i));
      m1 = m1.min(load(x, i + stride));
    }
    if (k < n) {
      m0 = m0.min(load(x, i));
    }
    m0.min(m1).intoArray(y, yAt);
  }

  /** Products. */
  static void product(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector product = load(x, at);
    for (int k = 1, i = at + stride; k < n; k++, i += stride) {
      product = product.mul(load(x, i));
    }
    product.intoArray(y, yAt);
  }

  /** {@code y = log Σ e^x}, computed without overflow. */
  static void logSumExp(float[] x, int at, int stride, int n, float[] y, int yAt) {
    FloatVector max = load(x, at);
    for (int k = 1, i = at + stride; k < n; k++, i += stride) {
      max = max.max(load(x, i));
    }
    // where the largest is infinite, so is the result, but x − max would be NaN
    FloatVector shift = max.blend(0, max.test(VectorOperators.IS_INFINITE));
    FloatVector sum = FloatVector.zero(S);
    for (int k = 0, i = at; k < n; k++, i += stride) {
      sum = sum.add(VectorFunctions.exp(load(x, i).sub(shift)));
    }
    VectorFunctions.log(sum).add(shift).intoArray(y, yAt);
  }
}
