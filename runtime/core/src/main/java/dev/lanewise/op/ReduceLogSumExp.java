package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;

/**
 * Logarithm of the sum of exponentials along axes, computed without overflow; −∞ of nothing.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceLogSumExp(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, x[i]);
    }
    if (Double.isInfinite(max)) {
      return max;
    }
    double y = 0;
    for (int i = at; i < at + n; i++) {
      y += Math.exp(x[i] - max);
    }
    return Math.log(y) + max;
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.LOG_SUM_EXP;
  }
}
