package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;

/**
 * Root of the sum of squares along axes; 0 of nothing.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceL2(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double y = 0;
    for (int i = at; i < at + n; i++) {
      y += x[i] * x[i];
    }
    return Math.sqrt(y);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.L2;
  }
}
