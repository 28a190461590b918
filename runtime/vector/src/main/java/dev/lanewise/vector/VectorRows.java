package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reductions of contiguous rows. Sums use four vectors of accumulators over chunks of a row, whose
 * totals are added in double precision; the order depends on nothing but n.
 */
final class VectorRows {
  private static final int CHUNK = 4096;

  private VectorRows() {}

  /** Sum of the lanes, always in the same order. */
  static double total(FloatVector v) {
    double sum = ((double) v.lane(0) + v.lane(1)) + ((double) v.lane(2) + v.lane(3));
    if (L == 8) {
      sum += ((double) v.lane(4) + v.lane(5)) + ((double) v.lane(6) + v.lane(7));
    }
    return sum;
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  static double sum(float[] x, int at, int n) {
    double sum = 0;
    int body = S.loopBound(n);
    for (int i = 0; i < body; i += CHUNK) {
      sum += sumChunk(x, at + i, Math.min(CHUNK, body - i));
    }
    for (int i = body; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  private static double sumChunk(float[] x, int at, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      s0 = s0.add(load(x, at + i));
      s1 = s1.add(load(x, at + i + L));
      s2 = s2.add(load(x, at + i + 2 * L));
      s3 = s3.add(load(x, at + i + 3 * L));
    }
    for (; i < n; i += L) {
      s0 = s0.add(load(x, at + i));
    }
    return total(s0.add(s1).add(s2.add(s3)));
  }

  /** Sum of (x − mean)². */
  static double sumSquares(float[] x, int at, int n, float mean) {
    double sum = 0;
    int body = S.loopBound(n);
    for (int i = 0; i < body; i += CHUNK) {
      sum += sumSquaresChunk(x, at + i, Math.min(CHUNK, body - i), mean);
    }
    for (int i = body; i < n; i++) {
      double d = x[at + i] - mean;
      sum += d * d;
    }
    return sum;
  }

  private static double sumSquaresChunk(float[] x, int at, int n, float mean) {
    FloatVector m = FloatVector.broadcast(S, mean);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector d0 = load(x, at + i).sub(m);
      FloatVector d1 = load(x, at + i + L).sub(m);
      FloatVector d2 = load(x, at + i + 2 * L).sub(m);
      FloatVector d3 = load(x, at + i + 3 * L).sub(m);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (; i < n; i += L) {
      FloatVector d = load(x, at + i).sub(m);
      s0 = d.fma(d, s0);
    }
    return total(s0.add(s1).add(s2.add(s3)));
  }

  static double sumAbs(float[] x, int at, int n) {
    double sum = 0;
    int body = S.loopBound(n);
    for (int i = 0; i < body; i += CHUNK) {
      sum += sumAbsChunk(x, at + i, Math.min(CHUNK, body - i));
    }
    for (int i = body; i < n; i++) {
      sum += Math.abs(x[at + i]);
    }
    return sum;
  }

  private static double sumAbsChunk(float[] x, int at, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      s0 = s0.add(load(x, at + i).abs());
      s1 = s1.add(load(x, at + i + L).abs());
    }
    if (i < n) {
      s0 = s0.add(load(x, at + i).abs());
    }
    return total(s0.add(s1));
  }

  /** Largest element; NaN if there is one. */
  static float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (n >= 2 * L) {
      FloatVector m0 = load(x, at);
      FloatVector m1 = load(x, at + L);
      for (i = 2 * L; i <= n - 2 * L; i += 2 * L) {
        m0 = m0.max(load(x, at + i));
        m1 = m1.max(load(x, at + i + L));
      }
      max = m0.max(m1).reduceLanes(VectorOperators.MAX);
    }
    for (; i < n; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  /** Smallest element; NaN if there is one. */
  static float min(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    int i = 0;
    if (n >= 2 * L) {
      FloatVector m0 = load(x, at);
      FloatVector m1 = load(x, at + L);
      for (i = 2 * L; i <= n - 2 * L; i += 2 * L) {
        m0 = m0.min(load(x, at + i));
        m1 = m1.min(load(x, at + i + L));
      }
      min = m0.min(m1).reduceLanes(VectorOperators.MIN);
    }
    for (; i < n; i++) {
      min = Math.min(min, x[at + i]);
    }
    return min;
  }

  /** Largest element that is not NaN, if the row has at least {@link Lanes#L} and any such. */
  static float largest(float[] x, int at, int n) {
    FloatVector m0 = load(x, at);
    FloatVector m1 = load(x, at + n - L);
    int i = L;
    for (; i <= n - 2 * L; i += 2 * L) {
      m0 = VectorWindows.larger(m0, load(x, at + i));
      m1 = VectorWindows.larger(m1, load(x, at + i + L));
    }
    if (i <= n - L) {
      m0 = VectorWindows.larger(m0, load(x, at + i));
    }
    return VectorWindows.larger(m0, m1).reduceLanes(VectorOperators.MAX);
  }

  /** Sum of e^(x − max). */
  static double sumExp(float[] x, int at, int n, float max) {
    FloatVector exponentials = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector e = VectorFunctions.expOfNegative(FloatVector.fromArray(S, x, at + i).sub(max));
      exponentials = exponentials.add(e);
    }
    double sum = total(exponentials);
    for (; i < n; i++) {
      sum += VectorUnary.value(UnaryFunction.EXP, 0, 0, x[at + i] - max);
    }
    return sum;
  }
}
