package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;

/**
 * Product along axes; 1 of nothing.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceProd(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double y = 1;
    for (int i = at; i < at + n; i++) {
      y *= x[i];
    }
    return y;
  }

  @Override
  public long reduce(DType dtype, long[] x, int at, int n) {
    long y = 1;
    for (int i = at; i < at + n; i++) {
      y *= x[i];
    }
    return y;
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.PROD;
  }
}
