package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Softmax;
import dev.lanewise.kernel.scalar.ScalarSoftmax;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Softmax} along contiguous rows, or down the columns of matrices. What is left of a row
 * after whole vectors is computed as one vector that overlaps the row's end, read before anything
 * is written. Rows shorter than a vector are left to scalar code.
 */
final class VectorSoftmax implements Softmax {
  private static final Softmax SCALAR = new ScalarSoftmax();

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    if (inner == 1 && n >= L) {
      for (int o = 0; o < outer; o++) {
        softmaxRow(x, xAt + o * n, y, yAt + o * n, n);
      }
    } else if (inner >= L) {
      for (int o = 0; o < outer; o++) {
        int at = o * n * inner;
        int body = S.loopBound(inner);
        for (int j = 0; j < body; j += L) {
          softmaxColumns(x, xAt + at + j, y, yAt + at + j, n, inner);
        }
        if (body < inner) {
          int last = at + inner - L;
          softmaxLastColumns(x, xAt + last, y, yAt + last, n, inner, L - (inner - body));
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
    int body = S.loopBound(n);
    FloatVector shift = FloatVector.broadcast(S, max);
    FloatVector last = VectorFunctions.expOfNegative(load(x, xAt + n - L).sub(shift));
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= body - 2 * L; i += 2 * L) {
      FloatVector e0 = VectorFunctions.expOfNegative(load(x, xAt + i).sub(shift));
      FloatVector e1 = VectorFunctions.expOfNegative(load(x, xAt + i + L).sub(shift));
      e0.intoArray(y, yAt + i);
      e1.intoArray(y, yAt + i + L);
      s0 = s0.add(e0);
      s1 = s1.add(e1);
    }
    if (i < body) {
      FloatVector e = VectorFunctions.expOfNegative(load(x, xAt + i).sub(shift));
      e.intoArray(y, yAt + i);
      s0 = s0.add(e);
    }
    if (body < n) {
      last.intoArray(y, yAt + n - L);
      s1 = s1.add(last.blend(0, VectorRows.firstLanes(L - (n - body))));
    }
    scale(y, yAt, n, (float) (1 / VectorRows.total(s0.add(s1))));
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

  /** One vector of columns, {@code stride} floats from row to row. */
  private static void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int n, int stride) {
    FloatVector max = largestOfColumns(x, xAt, n, stride);
    FloatVector sum = FloatVector.zero(S);
    for (int k = 0; k < n; k++) {
      FloatVector e = VectorFunctions.expOfNegative(load(x, xAt + k * stride).sub(max));
      e.intoArray(y, yAt + k * stride);
      sum = sum.add(e);
    }
    FloatVector factor = VectorFunctions.constant(1).div(sum);
    for (int k = 0; k < n; k++) {
      load(y, yAt + k * stride).mul(factor).intoArray(y, yAt + k * stride);
    }
  }

  /**
   * The same when the first {@code done} columns have been written already, perhaps in place, and
   * must stay.
   */
  private static void softmaxLastColumns(
      float[] x, int xAt, float[] y, int yAt, int n, int stride, int done) {
    FloatVector max = largestOfColumns(x, xAt, n, stride);
    FloatVector sum = sumExpOfColumns(x, xAt, n, stride, max);
    FloatVector factor = VectorFunctions.constant(1).div(sum);
    for (int k = 0; k < n; k++) {
      VectorFunctions.expOfNegative(load(x, xAt + k * stride).sub(max))
          .mul(factor)
          .blend(load(y, yAt + k * stride), VectorRows.firstLanes(done))
          .intoArray(y, yAt + k * stride);
    }
  }

  private static FloatVector sumExpOfColumns(
      float[] x, int at, int n, int stride, FloatVector max) {
    FloatVector sum = FloatVector.zero(S);
    for (int k = 0; k < n; k++) {
      sum = sum.add(VectorFunctions.expOfNegative(load(x, at + k * stride).sub(max)));
    }
    return sum;
  }

  /** As {@link #softmaxLastColumns}; {@code done} may be 0. */
  private static void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int n, int stride, int done) {
    FloatVector max = largestOfColumns(x, xAt, n, stride);
    FloatVector sum = sumExpOfColumns(x, xAt, n, stride, max);
    FloatVector log = VectorFunctions.log(sum);
    for (int k = 0; k < n; k++) {
      load(x, xAt + k * stride)
          .sub(max)
          .sub(log)
          .blend(load(y, yAt + k * stride), VectorRows.firstLanes(done))
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
