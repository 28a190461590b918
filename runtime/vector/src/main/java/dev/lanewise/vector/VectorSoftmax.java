package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Softmax;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.kernel.scalar.ScalarSoftmax;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Softmax} along contiguous rows, or down the columns of matrices. What is left of a row
 * after whole vectors is computed as one vector that overlaps the row's end, read before anything
 * is written. Rows shorter than a vector are left to scalar code.
 */
final class VectorSoftmax implements Softmax {
  private static final Softmax SCALAR = new ScalarSoftmax();

  /** Elements of short rows that are worked on while the L1 cache holds them. */
  private static final int SHORT_ROWS = 2048;

  /** The number of each lane. */
  private static final FloatVector LANE =
      FloatVector.fromArray(S, new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 0);

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    if (inner == 1 && n >= L) {
      for (int o = 0; o < outer; o++) {
        softmaxRow(x, xAt + o * n, y, yAt + o * n, n);
      }
    } else if (inner == 1) {
      int rows = SHORT_ROWS / n;
      for (int o = 0; o < outer; o += rows) {
        softmaxShortRows(x, xAt + o * n, y, yAt + o * n, Math.min(rows, outer - o), n);
      }
    } else if (inner >= L) {
      for (int o = 0; o < outer; o++) {
        int at = o * n * inner;
        int body = S.loopBound(inner);
        for (int j = 0; j < body; j += L) {
          softmaxColumns(x, xAt + at + j, y, yAt + at + j, n, inner, 0);
        }
        if (body < inner) {
          int last = at + inner - L;
          softmaxColumns(x, xAt + last, y, yAt + last, n, inner, L - (inner - body));
        }
      }
    } else {
      SCALAR.softmax(x, xAt, y, yAt, outer, n, inner);
    }
  }

  @Override
  public void logSoftmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    if (inner == 1 && n >= L) {
      for (int o = 0; o < outer; o++) {
        logSoftmaxRow(x, xAt + o * n, y, yAt + o * n, n);
      }
    } else if (inner >= L) {
      for (int o = 0; o < outer; o++) {
        int at = o * n * inner;
        int body = S.loopBound(inner);
        for (int j = 0; j < body; j += L) {
          logSoftmaxColumns(x, xAt + at + j, y, yAt + at + j, n, inner, 0);
        }
        if (body < inner) {
          int last = at + inner - L;
          logSoftmaxColumns(x, xAt + last, y, yAt + last, n, inner, L - (inner - body));
        }
      }
    } else {
      SCALAR.logSoftmax(x, xAt, y, yAt, outer, n, inner);
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  private static void softmaxRow(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = VectorRows.largest(x, xAt, n);
    double sum = exponentials(x, xAt, y, yAt, n, max);
    scale(y, yAt, n, (float) (1 / sum));
  }

  /** y = e^(x − max); returns the sum. The last vector overlaps what has been written already. */
  private static double exponentials(float[] x, int xAt, float[] y, int yAt, int n, float max) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = 0; i < n; i += L) {
      int at = Math.min(i, n - L);
      FloatVector e = VectorFunctions.expOfNegative(FloatVector.fromArray(S, x, xAt + at).sub(max));
      if (at < i) {
        VectorMask<Float> done = LANE.compare(VectorOperators.LT, i - at);
        e.blend(FloatVector.fromArray(S, y, yAt + at), done).intoArray(y, yAt + at);
        sum = sum.add(e.blend(0, done));
      } else {
        e.intoArray(y, yAt + at);
        sum = sum.add(e);
      }
    }
    return VectorRows.total(sum);
  }

  /** Rows shorter than a vector: the exponentials of all of them are one range. */
  private static void softmaxShortRows(float[] x, int xAt, float[] y, int yAt, int rows, int n) {
    for (int i = 0; i < rows * n; i += n) {
      float max = x[xAt + i];
      for (int k = i + 1; k < i + n; k++) {
        max = Math.max(max, x[xAt + k]);
      }
      for (int k = i; k < i + n; k++) {
        y[yAt + k] = x[xAt + k] - max;
      }
    }
    VectorMath.unary(UnaryFunction.EXP, 0, 0, y, yAt, y, yAt, rows * n);
    for (int i = yAt; i < yAt + rows * n; i += n) {
      float sum = 0;
      for (int k = i; k < i + n; k++) {
        sum += y[k];
      }
      float factor = 1 / sum;
      for (int k = i; k < i + n; k++) {
        y[k] *= factor;
      }
    }
  }

  private static void scale(float[] y, int at, int n, float factor) {
    int i = 0;
    for (; i <= n - L; i += L) {
      load(y, at + i).mul(factor).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] *= factor;
    }
  }

  private static void logSoftmaxRow(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = VectorRows.largest(x, xAt, n);
    float log = (float) Math.log(VectorRows.sumExp(x, xAt, n, max));
    int i = 0;
    for (; i <= n - L; i += L) {
      load(x, xAt + i).sub(max).sub(log).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = x[xAt + i] - max - log;
    }
  }

  /**
   * One vector of columns, {@code stride} floats from row to row.
   *
   * @param done how many of the first columns have been written already, perhaps in place
   */
  private static void softmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int n, int stride, int done) {
    FloatVector max = largestOfColumns(x, xAt, n, stride);
    FloatVector sum = FloatVector.zero(S);
    VectorMask<Float> keep = LANE.compare(VectorOperators.LT, done);
    for (int k = 0; k < n; k++) {
      FloatVector e = VectorFunctions.expOfNegative(load(x, xAt + k * stride).sub(max));
      e.blend(FloatVector.fromArray(S, y, yAt + k * stride), keep).intoArray(y, yAt + k * stride);
      sum = sum.add(e);
    }
    FloatVector factor = FloatVector.broadcast(S, 1).div(sum).blend(1, keep);
    for (int k = 0; k < n; k++) {
      FloatVector.fromArray(S, y, yAt + k * stride).mul(factor).intoArray(y, yAt + k * stride);
    }
  }

  /** As {@link #softmaxColumns}. */
  private static void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int n, int stride, int done) {
    FloatVector max = largestOfColumns(x, xAt, n, stride);
    FloatVector sum = FloatVector.zero(S);
    VectorMask<Float> keep = LANE.compare(VectorOperators.LT, done);
    for (int k = 0; k < n; k++) {
      sum = sum.add(VectorFunctions.expOfNegative(load(x, xAt + k * stride).sub(max)));
    }
    FloatVector log = VectorFunctions.log(sum);
    for (int k = 0; k < n; k++) {
      FloatVector.fromArray(S, x, xAt + k * stride)
          .sub(max)
          .sub(log)
          .blend(FloatVector.fromArray(S, y, yAt + k * stride), keep)
          .intoArray(y, yAt + k * stride);
    }
  }

  private static FloatVector largestOfColumns(float[] x, int at, int n, int stride) {
    FloatVector max = load(x, at);
    for (int k = 1; k < n; k++) {
      max = VectorWindows.larger(max, load(x, at + k * stride));
    }
    return max;
  }
}
