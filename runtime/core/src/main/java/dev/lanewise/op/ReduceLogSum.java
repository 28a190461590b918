package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.kernel.UnaryFunction;

/**
 * Logarithm of the sum along axes; −∞ of nothing.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceLogSum(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double y = 0;
    for (int i = at; i < at + n; i++) {
      y += x[i];
    }
    return Math.log(y);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.SUM;
  }

  @Override
  public Activation last() {
    return new Activation(UnaryFunction.LOG);
  }
}
