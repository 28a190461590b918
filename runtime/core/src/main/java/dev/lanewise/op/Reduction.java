package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator that reduces a tensor along axes. The axes are a second input, optional; without them
 * all axes are reduced, or none if {@link #noopWithEmptyAxes} says so.
 *
 * <p>Floats of any width are accumulated as doubles and rounded once, integers as 64-bit numbers of
 * which the lower bits are kept.
 */
public interface Reduction extends Op {
  /** Whether reduced dimensions stay, as 1. */
  boolean keepDims();

  /** Whether no axes means none, not all. */
  boolean noopWithEmptyAxes();

  /** Whether the operator is defined for an element type. */
  default boolean admits(DType dtype) {
    return Types.isFloatOrLargeInteger(dtype);
  }

  /** Reduces n elements from {@code at} on; n may be 0. */
  double reduce(double[] x, int at, int n);

  /** The same for integers; by default what doubles give, truncated. */
  default long reduce(DType dtype, long[] x, int at, int n) {
    double[] v = new double[n];
    Elements.decode(dtype == DType.UINT64 ? dtype : DType.INT64, x, at, v, 0, n);
    return (long) reduce(v, 0, n);
  }

  /** The kernel function for the first group of neighbouring axes. */
  ReduceFunction function();

  /** The kernel function that combines what the first one gave. */
  default ReduceFunction combination() {
    return function();
  }

  /** What is applied to the kernels' result in the end, if anything. */
  default @Nullable Activation last() {
    return null;
  }

  @Override
  default List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(admits(dtype), Types.notDefinedFor(dtype));
    Shape shape = in.shape(0);
    Tensor given = in.constant(1);
    if (in.has(1) && given == null) {
      return List.of(new TensorType(dtype, unknownAxes(shape, in.shape(1))));
    }
    if (shape == null) {
      boolean all = (given == null || given.size() == 0) && !noopWithEmptyAxes();
      return List.of(new TensorType(dtype, all && !keepDims() ? Shape.SCALAR : null));
    }
    return List.of(new TensorType(dtype, Shapes.reduced(shape, axes(given, shape), keepDims())));
  }

  private @Nullable Shape unknownAxes(@Nullable Shape shape, @Nullable Shape axes) {
    if (shape == null) {
      return null;
    }
    if (keepDims()) {
      return Shapes.unknown(shape.rank());
    }
    if (axes == null || !axes.isKnown() || axes.size() == 0 || axes.size() > shape.rank()) {
      return null;
    }
    return Shapes.unknown(shape.rank() - axes.size());
  }

  /** The axes to reduce, in increasing order. */
  private int[] axes(@Nullable Tensor given, Shape shape) {
    int[] axes;
    if (given == null || given.size() == 0) {
      axes = new int[noopWithEmptyAxes() ? 0 : shape.rank()];
      Arrays.setAll(axes, i -> i);
    } else {
      axes = Axes.of(given, shape.rank());
      Arrays.sort(axes);
    }
    return axes;
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    DType dtype = x.dtype();
    int[] axes = axes(in.tensorOrNull(1), x.shape());
    Shape shape = Shapes.reduced(x.shape(), axes, keepDims());
    int n = 1;
    for (int axis : axes) {
      n *= x.shape().dim(axis);
    }
    Tensor rows = WideReduction.reducedLast(x.shape(), axes).tensor(x, 0, x.shape());
    Object array;
    if (dtype.isFloating()) {
      double[] v = rows.toDoubles();
      double[] y = new double[shape.size()];
      for (int i = 0; i < y.length; i++) {
        y[i] = reduce(v, i * n, n);
      }
      array = Elements.fromDoubles(dtype, y);
    } else {
      long[] v = rows.toLongs();
      long[] y = new long[shape.size()];
      for (int i = 0; i < y.length; i++) {
        y[i] = reduce(dtype, v, i * n, n);
      }
      array = Elements.fromLongs(dtype, y);
    }
    return List.of(Tensor.of(dtype, shape, array));
  }

  @Override
  default LayoutChoice layouts(LayoutQuery q) {
    Layout layout = q.layout(0);
    if (!isWholePlanes(q.has(1), q.constant(1), q.shape(0)) || !FloatReduction.hasPool(this)) {
      return LayoutChoice.PLAIN;
    }
    return new LayoutChoice(List.of(layout), keepDims() ? layout : Layout.PLAIN);
  }

  /** Whether exactly the spatial axes of [N, C, spatial...] are reduced. */
  private boolean isWholePlanes(boolean hasAxes, @Nullable Tensor given, Shape shape) {
    if ((hasAxes && given == null) || shape.rank() < 3 || shape.size() == 0) {
      return false;
    }
    int[] axes = axes(given, shape);
    return axes.length == shape.rank() - 2 && axes[0] == 2;
  }

  @Override
  default void lower(Lowering l) {
    Shape shape = l.shape(0);
    boolean known = !l.has(1) || l.constant(1) != null;
    if (!known || shape.size() == 0) {
      l.reference();
    } else if (l.dtype(0) != DType.FLOAT) {
      WideReduction.lower(this, l, axes(l.constant(1), shape));
    } else if (!l.layout(0).isPlain()) {
      FloatReduction.lowerPlanes(this, l);
    } else {
      FloatReduction.lower(this, l, axes(l.constant(1), shape));
    }
  }
}
