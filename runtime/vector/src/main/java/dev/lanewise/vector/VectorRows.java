package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Reductions of contiguous rows. Sums use four vectors of accumulators over chunks of a row, whose
 * totals are added in double precision; the order depends on nothing but n.
 */
final class VectorRows {
  private static final int CHUNK = 4096;

  private VectorRows() {}

  private static double total(float a, float b, float c, float d) {
    return ((double) a + b) + ((double) c + d);
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
      s0 = s0.add(FloatVector.fromArray(S, x, at + i));
      s1 = s1.add(FloatVector.fromArray(S, x, at + i + L));
      s2 = s2.add(FloatVector.fromArray(S, x, at + i + 2 * L));
      s3 = s3.add(FloatVector.fromArray(S, x, at + i + 3 * L));
    }
    for (; i < n; i += L) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i));
    }
    FloatVector s = s0.add(s1).add(s2.add(s3));
    double low = total(s.lane(0), s.lane(1), s.lane(2), s.lane(3));
    return L < 8 ? low : low + total(s.lane(4), s.lane(5), s.lane(6), s.lane(7));
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
      FloatVector d0 = FloatVector.fromArray(S, x, at + i).sub(m);
      FloatVector d1 = FloatVector.fromArray(S, x, at + i + L).sub(m);
      FloatVector d2 = FloatVector.fromArray(S, x, at + i + 2 * L).sub(m);
      FloatVector d3 = FloatVector.fromArray(S, x, at + i + 3 * L).sub(m);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (; i < n; i += L) {
      FloatVector d = FloatVector.fromArray(S, x, at + i).sub(m);
      s0 = d.fma(d, s0);
    }
    FloatVector s = s0.add(s1).add(s2.add(s3));
    double low = total(s.lane(0), s.lane(1), s.lane(2), s.lane(3));
    return L < 8 ? low : low + total(s.lane(4), s.lane(5), s.lane(6), s.lane(7));
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
      s0 = s0.add(FloatVector.fromArray(S, x, at + i).abs());
      s1 = s1.add(FloatVector.fromArray(S, x, at + i + L).abs());
    }
    if (i < n) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i).abs());
    }
    FloatVector s = s0.add(s1);
    double low = total(s.lane(0), s.lane(1), s.lane(2), s.lane(3));
    return L < 8 ? low : low + total(s.lane(4), s.lane(5), s.lane(6), s.lane(7));
  }

  /** Largest element; NaN if there is one. */
  static float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (n >= 2 * L) {
      FloatVector m0 = FloatVector.fromArray(S, x, at);
      FloatVector m1 = FloatVector.fromArray(S, x, at + L);
      for (i = 2 * L; i <= n - 2 * L; i += 2 * L) {
        m0 = m0.max(FloatVector.fromArray(S, x, at + i));
        m1 = m1.max(FloatVector.fromArray(S, x, at + i + L));
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
      FloatVector m0 = FloatVector.fromArray(S, x, at);
      FloatVector m1 = FloatVector.fromArray(S, x, at + L);
      for (i = 2 * L; i <= n - 2 * L; i += 2 * L) {
        m0 = m0.min(FloatVector.fromArray(S, x, at + i));
        m1 = m1.min(FloatVector.fromArray(S, x, at + i + L));
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
    FloatVector m0 = FloatVector.fromArray(S, x, at);
    FloatVector m1 = FloatVector.fromArray(S, x, at + n - L);
    int i = L;
    for (; i <= n - 2 * L; i += 2 * L) {
      FloatVector v0 = FloatVector.fromArray(S, x, at + i);
      FloatVector v1 = FloatVector.fromArray(S, x, at + i + L);
      m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
      m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
    }
    if (i <= n - L) {
      FloatVector v = FloatVector.fromArray(S, x, at + i);
      m0 = m0.blend(v, v.compare(VectorOperators.GT, m0));
    }
    return m0.blend(m1, m1.compare(VectorOperators.GT, m0)).reduceLanes(VectorOperators.MAX);
  }

  /**
   * y = e^(x − max) for n of at least {@link Lanes#L}; returns the sum. The last vector overlaps
   * what has been written already.
   *
   * @param y null where only the sum is wanted
   */
  static double exponentials(float[] x, int xAt, float @Nullable [] y, int yAt, int n, float max) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = 0; i < n; i += L) {
      int at = Math.min(i, n - L);
      FloatVector e = VectorFunctions.expOfNegative(FloatVector.fromArray(S, x, xAt + at).sub(max));
      if (at < i) {
        VectorMask<Float> done = Lanes.NUMBERS.compare(VectorOperators.LT, i - at);
        if (y != null) {
          e.blend(FloatVector.fromArray(S, y, yAt + at), done).intoArray(y, yAt + at);
        }
        sum = sum.add(e.blend(0, done));
      } else {
        if (y != null) {
          e.intoArray(y, yAt + at);
        }
        sum = sum.add(e);
      }
    }
    double low = total(sum.lane(0), sum.lane(1), sum.lane(2), sum.lane(3));
    return L < 8 ? low : low + total(sum.lane(4), sum.lane(5), sum.lane(6), sum.lane(7));
  }
}
