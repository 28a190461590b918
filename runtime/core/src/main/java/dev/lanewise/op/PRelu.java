package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Rectified linear unit with a slope that is an input: x where {@code x ≥ 0}, else {@code slope ·
 * x}. The slope is broadcast to the shape of x.
 */
public record PRelu() implements BinaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isFloatOrLargeInteger(dtype);
  }

  @Override
  public List<Type> infer(Inference in) {
    BinaryMath.super.infer(in);
    Shape x = in.shape(0);
    Shape slope = in.shape(1);
    if (x != null && slope != null) {
      in.require(
          fits(slope, x), "the slope of shape " + slope + " does not broadcast to x of shape " + x);
    }
    return List.of(in.tensor(0));
  }

  private static boolean fits(Shape slope, Shape x) {
    boolean fits = slope.rank() <= x.rank();
    for (int i = -1; fits && i >= -slope.rank(); i--) {
      int dim = slope.dim(i);
      fits = dim == 1 || dim == Shape.UNKNOWN || x.dim(i) == Shape.UNKNOWN || dim == x.dim(i);
    }
    return fits;
  }

  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      if (a[aAt + i] < 0) {
        a[aAt + i] *= b[bAt + i];
      }
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    for (int i = 0; i < n && !dtype.isUnsigned(); i++) {
      if (a[aAt + i] < 0) {
        a[aAt + i] *= b[bAt + i];
      }
    }
  }

  @Override
  public BinaryFunction function() {
    return BinaryFunction.PRELU;
  }
}
