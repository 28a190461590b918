package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Largest element of each window over {@code [N, C, spatial...]}; padding and NaN never win.
 *
 * <p>Outputs: the elements, and their INT64 indices in the flattened input.
 *
 * @param window kernel, strides, dilations and padding
 * @param columnMajor whether indices count spatial dimensions with the first one innermost
 */
public record MaxPool(Window window, boolean columnMajor) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(
        dtype.isFloating() || dtype == DType.INT8 || dtype == DType.UINT8,
        "needs a floating-point, INT8 or UINT8 input, got " + dtype);
    Shape y = PoolRule.infer(in, window);
    return List.of(new TensorType(dtype, y), new TensorType(DType.INT64, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Spatial s = PoolRule.resolve(window, shape);
    int planes = shape.dim(0) * shape.dim(1);
    int inPixels = s.inPixels();
    int outPixels = s.outPixels();
    double[] values = x.toDoubles();
    double least = x.dtype().isInteger() ? x.dtype().min() : Double.NEGATIVE_INFINITY;
    double[] y = new double[Math.multiplyExact(planes, outPixels)];
    long[] indices = new long[y.length];
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < outPixels; p++) {
      at.moveTo(p);
      for (int plane = 0; plane < planes; plane++) {
        int base = plane * inPixels;
        double best = least;
        int index = at.count == 0 ? -1 : at.offset[0];
        for (int t = 0; t < at.count; t++) {
          double v = values[base + at.offset[t]];
          if (v > best) {
            best = v;
            index = at.offset[t];
          }
        }
        y[plane * outPixels + p] = best;
        indices[plane * outPixels + p] =
            (long) base + (columnMajor && index >= 0 ? columnMajor(s.in(), index) : index);
      }
    }
    Shape result = shape.slice(0, 2).concat(Shape.of(s.out()));
    return List.of(
        Tensor.of(x.dtype(), result, elements(x.dtype(), y)), Tensor.of(result, indices));
  }

  private static Object elements(DType dtype, double[] y) {
    if (dtype.isFloating()) {
      return Elements.fromDoubles(dtype, y);
    }
    long[] integers = new long[y.length];
    for (int i = 0; i < y.length; i++) {
      integers[i] = (long) y[i];
    }
    return Elements.fromLongs(dtype, integers);
  }

  private static int columnMajor(int[] dims, int rowMajor) {
    int rest = rowMajor;
    int index = 0;
    int size = Spatial.product(dims);
    for (int i = dims.length - 1; i >= 0; i--) {
      size /= dims[i];
      index += rest % dims[i] * size;
      rest /= dims[i];
    }
    return index;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    boolean planes =
        q.shape(0).rank() < 5 && !q.isUsed(1) && PoolRule.suitsKernels(window, q.shape(0));
    return planes ? PoolRule.keepLayout(q) : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    if (l.isUsed(1) || !PoolSteps.canDo(l, window)) {
      l.reference();
      return;
    }
    PoolSteps.emit(l, "max pool", PoolRule.resolve(window, l.shape(0)), l.kernels().pool()::max);
  }
}
