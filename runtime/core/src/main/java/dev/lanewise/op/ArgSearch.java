package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * An operator that finds where along an axis the most extreme element is; NaN is the most extreme.
 */
public interface ArgSearch extends Op {
  /** Axis along which is searched, negative to count from the end. */
  int axis();

  /** Whether the axis stays, with size 1. */
  boolean keepDims();

  /** Whether of several equal elements the last one is meant, not the first. */
  boolean selectLastIndex();

  /** Whether the largest element is searched, not the smallest. */
  boolean isLargest();

  @Override
  default List<Type> infer(Inference in) {
    in.require(Types.isNumber(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    Shape shape = in.shape(0);
    if (shape == null) {
      return List.of(new TensorType(DType.INT64, null));
    }
    int axis = Axes.normalise(axis(), shape.rank());
    in.require(shape.dim(axis) != 0, "axis " + axis + " has no element to choose from");
    return List.of(
        new TensorType(DType.INT64, Shapes.reduced(shape, new int[] {axis}, keepDims())));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int axis = Axes.normalise(axis(), x.shape().rank());
    Shape shape = Shapes.reduced(x.shape(), new int[] {axis}, keepDims());
    int n = x.shape().dim(axis);
    if (n == 0 && shape.size() > 0) {
      throw in.fail("axis " + axis + " has no element to choose from");
    }
    int inner = x.shape().size(axis + 1, x.shape().rank());
    long[] y = new long[shape.size()];
    double sign = isLargest() ? 1 : -1;
    double[] doubles = x.dtype().isFloating() ? x.toDoubles() : new double[0];
    long[] longs = x.dtype().isFloating() ? new long[0] : x.toLongs();
    long flip = x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    for (int i = 0; i < y.length; i++) {
      int at = i / inner * n * inner + i % inner;
      y[i] =
          x.dtype().isFloating()
              ? find(doubles, at, inner, n, sign)
              : find(longs, at, inner, n, flip);
    }
    return List.of(Tensor.of(DType.INT64, shape, y));
  }

  private int find(double[] x, int at, int step, int n, double sign) {
    int best = 0;
    double most = sign * x[at];
    boolean last = selectLastIndex();
    for (int k = 1; k < n; k++) {
      double v = sign * x[at + k * step];
      boolean nan = Double.isNaN(v) && (last || !Double.isNaN(most));
      if (v > most || (v == most && last) || nan) {
        best = k;
        most = v;
      }
    }
    return best;
  }

  private int find(long[] x, int at, int step, int n, long flip) {
    int best = 0;
    for (int k = 1; k < n; k++) {
      long v = x[at + k * step] ^ flip;
      long most = x[at + best * step] ^ flip;
      if (isLargest() ? v > most : v < most) {
        best = k;
      } else if (v == most && selectLastIndex()) {
        best = k;
      }
    }
    return best;
  }

  private int find(float[] x, int at, int step, int n, float sign) {
    int best = 0;
    float most = sign * x[at];
    boolean last = selectLastIndex();
    for (int k = 1; k < n; k++) {
      float v = sign * x[at + k * step];
      boolean nan = Float.isNaN(v) && (last || !Float.isNaN(most));
      if (v > most || (v == most && last) || nan) {
        best = k;
        most = v;
      }
    }
    return best;
  }

  @Override
  default void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    int axis = Axes.normalise(axis(), shape.rank());
    int n = shape.dim(axis);
    int inner = shape.size(axis + 1, shape.rank());
    float sign = isLargest() ? 1 : -1;
    Ref x = l.input(0);
    Ref y = l.output(0);
    l.emitRange(
        name(),
        l.outputShape(0).size(),
        Math.max(1, 16_384 / n),
        (frame, from, to) -> {
          float[] in = frame.floats(x);
          long[] out = frame.longs(y);
          for (int i = from; i < to; i++) {
            int at = x.offset() + i / inner * n * inner + i % inner;
            out[y.offset() + i] = find(in, at, inner, n, sign);
          }
        });
  }
}
