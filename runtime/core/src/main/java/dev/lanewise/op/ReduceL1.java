package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;

/**
 * Sum of absolute values along axes; 0 of nothing.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceL1(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double y = 0;
    for (int i = at; i < at + n; i++) {
      y += Math.abs(x[i]);
    }
    return y;
  }

  @Override
  public long reduce(DType dtype, long[] x, int at, int n) {
    long y = 0;
    for (int i = at; i < at + n; i++) {
      y += dtype.isUnsigned() ? x[i] : Math.abs(x[i]);
    }
    return y;
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.L1;
  }

  @Override
  public ReduceFunction combination() {
    return ReduceFunction.SUM;
  }
}
