package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;

/**
 * Mean along axes; NaN of nothing. Integers are truncated towards 0.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceMean(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public double reduce(double[] x, int at, int n) {
    double y = 0;
    for (int i = at; i < at + n; i++) {
      y += x[i];
    }
    return y / n;
  }

  @Override
  public long reduce(DType dtype, long[] x, int at, int n) {
    long y = 0;
    for (int i = at; i < at + n; i++) {
      y += x[i];
    }
    if (n == 0) {
      return 0;
    }
    return dtype == DType.UINT64 ? Long.divideUnsigned(y, n) : y / n;
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.MEAN;
  }
}
