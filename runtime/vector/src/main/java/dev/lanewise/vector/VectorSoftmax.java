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
        softmaxColumns(x, xAt + at, y, yAt + at, n, inner);
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
        for (int j = 0; j < inner; j += L) {
          int column = at + Math.min(j, inner - L);
          logSoftmaxColumns(x, xAt + column, y, yAt + column, n, inner, at + j - column);
        }
      }
    } else {
      SCALAR.logSoftmax(x, xAt, y, yAt, outer, n, inner);
    }
  }

  private static void softmaxRow(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = VectorRows.largest(x, xAt, n);
    double sum = VectorRows.exponentials(x, xAt, y, yAt, n, max);
    scale(y, yAt, n, (float) (1 / sum));
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
      FloatVector.fromArray(S, y, at + i).mul(factor).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] *= factor;
    }
  }

  private static void logSoftmaxRow(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = VectorRows.largest(x, xAt, n);
    float log = (float) Math.log(VectorRows.exponentials(x, xAt, null, 0, n, max));
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).sub(max).sub(log).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = x[xAt + i] - max - log;
    }
  }

  /** A matrix of n rows: its exponentials are one range. */
  private static void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int n, int inner) {
    for (int j = 0; j < inner; j += L) {
      int column = Math.min(j, inner - L);
      subtractLargest(x, xAt + column, y, yAt + column, n, inner);
    }
    VectorMath.unary(UnaryFunction.EXP, 0, 0, y, yAt, y, yAt, n * inner);
    for (int j = 0; j < inner; j += L) {
      int column = Math.min(j, inner - L);
      divideBySum(y, yAt + column, n, inner, j - column);
    }
  }

  /** One vector of columns. Columns that this was done to in place stay as they are. */
  private static void subtractLargest(float[] x, int xAt, float[] y, int yAt, int n, int stride) {
    FloatVector max = FloatVector.fromArray(S, x, xAt);
    for (int k = 1; k < n; k++) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + k * stride);
      max = max.blend(v, v.compare(VectorOperators.GT, max));
    }
    for (int k = 0; k < n; k++) {
      FloatVector.fromArray(S, x, xAt + k * stride).sub(max).intoArray(y, yAt + k * stride);
    }
  }

  private static void divideBySum(float[] y, int at, int n, int stride, int done) {
    FloatVector sum = FloatVector.zero(S);
    for (int k = 0; k < n; k++) {
      sum = sum.add(FloatVector.fromArray(S, y, at + k * stride));
    }
    VectorMask<Float> keep = Lanes.NUMBERS.compare(VectorOperators.LT, done);
    FloatVector factor = FloatVector.broadcast(S, 1).div(sum).blend(1, keep);
    for (int k = 0; k < n; k++) {
      FloatVector.fromArray(S, y, at + k * stride).mul(factor).intoArray(y, at + k * stride);
    }
  }

  /**
   * One vector of columns, {@code stride} floats from row to row. The logarithms go through y's
   * first row: see VectorFunctions.
   *
   * @param done how many of the first columns have been written already, perhaps in place
   */
  private static void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int n, int stride, int done) {
    FloatVector max = FloatVector.fromArray(S, x, xAt);
    for (int k = 1; k < n; k++) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + k * stride);
      max = max.blend(v, v.compare(VectorOperators.GT, max));
    }
    FloatVector sum = FloatVector.zero(S);
    VectorMask<Float> keep = Lanes.NUMBERS.compare(VectorOperators.LT, done);
    for (int k = 0; k < n; k++) {
      sum =
          sum.add(
              VectorFunctions.expOfNegative(
                  FloatVector.fromArray(S, x, xAt + k * stride).sub(max)));
    }
    FloatVector first = FloatVector.fromArray(S, x, xAt);
    FloatVector written = FloatVector.fromArray(S, y, yAt);
    sum.intoArray(y, yAt);
    VectorColumns.logarithms(y, yAt);
    FloatVector log = FloatVector.fromArray(S, y, yAt);
    first.sub(max).sub(log).blend(written, keep).intoArray(y, yAt);
    for (int k = stride; k < n * stride; k += stride) {
      FloatVector e = FloatVector.fromArray(S, x, xAt + k).sub(max).sub(log);
      e.blend(FloatVector.fromArray(S, y, yAt + k), keep).intoArray(y, yAt + k);
    }
  }
}
