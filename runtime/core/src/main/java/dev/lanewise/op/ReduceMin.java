package dev.lanewise.op;

import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;

/**
 * Smallest element along axes; NaN if there is one. Of nothing +∞ for floats and the largest number
 * of an integer type.
 *
 * @param keepDims whether reduced dimensions stay, as 1
 * @param noopWithEmptyAxes whether no axes means none, not all
 */
public record ReduceMin(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype) || dtype == DType.BOOL;
  }

  @Override
  public double reduce(double[] x, int at, int n) {
    double y = Double.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      y = Math.min(y, x[i]);
    }
    return y;
  }

  @Override
  public long reduce(DType dtype, long[] x, int at, int n) {
    long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
    long y = dtype.max() ^ flip;
    for (int i = at; i < at + n; i++) {
      y = Math.min(y, x[i] ^ flip);
    }
    return y ^ flip;
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.MIN;
  }
}
