package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;

/** {@link Reduce} one result after the other, with sums in double precision. */
public final class ScalarReduce implements Reduce {
  /** The kernels have no state. */
  public ScalarReduce() {}

  @Override
  public void reduce(
      ReduceFunction f, float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        y[yAt + o * inner + i] = reduce(f, x, xAt + o * n * inner + i, inner, n);
      }
    }
  }

  private static float reduce(ReduceFunction f, float[] x, int at, int step, int n) {
    return switch (f) {
      case SUM -> (float) ScalarRows.sum(x, at, step, n);
      case MEAN -> (float) (ScalarRows.sum(x, at, step, n) / n);
      case MAX -> ScalarRows.max(x, at, step, n);
      case MIN -> ScalarRows.min(x, at, step, n);
      case PROD -> (float) ScalarRows.product(x, at, step, n);
      case SUM_SQUARE -> (float) ScalarRows.sumSquares(x, at, step, n, 0);
      case L1 -> (float) ScalarRows.sumAbs(x, at, step, n);
      case L2 -> (float) Math.sqrt(ScalarRows.sumSquares(x, at, step, n, 0));
      case LOG_SUM_EXP -> (float) ScalarRows.logSumExp(x, at, step, n);
    };
  }
}
