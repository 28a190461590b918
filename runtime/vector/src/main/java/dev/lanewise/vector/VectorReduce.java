package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.kernel.scalar.ScalarReduce;

/**
 * {@link Reduce} along contiguous rows, or down the columns of matrices; the last vector of columns
 * overlaps the one before. Fewer columns than lanes are left to scalar code.
 */
final class VectorReduce implements Reduce {
  private static final Reduce SCALAR = new ScalarReduce();

  @Override
  public void reduce(
      ReduceFunction f, float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    if (inner == 1 && hasRowLoop(f, n)) {
      for (int o = 0; o < outer; o++) {
        y[yAt + o] = row(f, x, xAt + o * n, n);
      }
    } else if (inner >= L) {
      for (int o = 0; o < outer; o++) {
        int in = xAt + o * n * inner;
        int out = yAt + o * inner;
        for (int j = 0; j < inner; j += L) {
          int c = Math.min(j, inner - L);
          columns(f, x, in + c, inner, n, y, out + c);
        }
        if (f == ReduceFunction.L2) {
          VectorMath.unary(UnaryFunction.SQRT, 0, 0, y, out, y, out, inner);
        }
      }
    } else {
      SCALAR.reduce(f, x, xAt, y, yAt, outer, n, inner);
    }
  }

  private static boolean hasRowLoop(ReduceFunction f, int n) {
    return f != ReduceFunction.PROD && (f != ReduceFunction.LOG_SUM_EXP || n >= L);
  }

  private static float row(ReduceFunction f, float[] x, int at, int n) {
    return switch (f) {
      case SUM -> (float) VectorRows.sum(x, at, n);
      case MEAN -> (float) (VectorRows.sum(x, at, n) / n);
      case MAX -> VectorRows.max(x, at, n);
      case MIN -> VectorRows.min(x, at, n);
      case SUM_SQUARE -> (float) VectorRows.sumSquares(x, at, n, 0);
      case L1 -> (float) VectorRows.sumAbs(x, at, n);
      case L2 -> (float) Math.sqrt(VectorRows.sumSquares(x, at, n, 0));
      case LOG_SUM_EXP -> logSumExp(x, at, n);
      case PROD -> throw new IllegalArgumentException(f + " has no vector loop over rows");
    };
  }

  private static float logSumExp(float[] x, int at, int n) {
    float max = VectorRows.max(x, at, n);
    if (Float.isInfinite(max)) {
      return max;
    }
    return (float) (max + Math.log(VectorRows.exponentials(x, at, null, 0, n, max)));
  }

  /** The sum of squares is left for the caller to take the root of. */
  private static void columns(
      ReduceFunction f, float[] x, int at, int stride, int n, float[] y, int yAt) {
    switch (f) {
      case SUM -> VectorColumns.sum(x, at, stride, n, 1, y, yAt);
      case MEAN -> VectorColumns.sum(x, at, stride, n, n, y, yAt);
      case MAX -> VectorColumns.max(x, at, stride, n, y, yAt);
      case MIN -> VectorColumns.min(x, at, stride, n, y, yAt);
      case PROD -> VectorColumns.product(x, at, stride, n, y, yAt);
      case SUM_SQUARE, L2 -> VectorColumns.sumSquares(x, at, stride, n, y, yAt);
      case L1 -> VectorColumns.sumAbs(x, at, stride, n, y, yAt);
      case LOG_SUM_EXP -> VectorColumns.logSumExp(x, at, stride, n, y, yAt);
    }
  }
}
