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
import org.jspecify.annotations.Nullable;

/**
 * For each index in the first input a line of as many values as the second says, all of them the
 * first value of the third input but for the one at the index, which is the second value. An index
 * may count from the end; outside of the line it marks nothing.
 *
 * @param axis where the lines lie in the output; a negative one counts from its end
 */
public record OneHot(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    int values = Dims.count(in.shape(2));
    int depths = Dims.count(in.shape(1));
    in.require(values == 2 || values == Shape.UNKNOWN, "values must be two: off and on");
    in.require(depths == 1 || depths == Shape.UNKNOWN, "depth must be one number");
    in.require(in.dtype(0).isNumeric() && in.dtype(1).isNumeric(), "indices must be numbers");
    Shape indices = in.shape(0);
    Tensor depth = in.constant(1);
    Shape y = null;
    if (indices != null) {
      y = shape(indices, depth == null ? Shape.of(Shape.UNKNOWN) : Shape.of(depth(depth)));
    }
    return List.of(new TensorType(in.dtype(2), y));
  }

  private static int depth(Tensor depth) {
    double n = depth.toDoubles()[0];
    if (!(n >= 0 && n <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("depth " + n + " must not be negative");
    }
    return (int) n;
  }

  private Shape shape(Shape indices, Shape depth) {
    int at = Axes.normalise(axis, indices.rank() + 1);
    return indices.slice(0, at).concat(depth).concat(indices.slice(at, indices.rank()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor indices = in.tensor(0);
    Tensor values = in.tensor(2);
    int depth = depth(in.tensor(1));
    int arity = values.dtype().arity();
    Shape shape = shape(indices.shape(), Shape.of(depth));
    Tensor y = Strided.fill(shape.size(), arity).tensor(values, 0, shape);
    double[] index = indices.toDoubles();
    int inner = inner(indices.shape());
    for (int k = 0; k < index.length; k++) {
      mark((long) index[k], k, depth, inner, arity, values.array(), 0, y.array(), 0);
    }
    return List.of(y);
  }

  private int inner(Shape indices) {
    return indices.size(Axes.normalise(axis, indices.rank() + 1), indices.rank());
  }

  private static void mark(
      long index,
      int k,
      int depth,
      int inner,
      int arity,
      Object values,
      int valuesAt,
      Object y,
      int yAt) {
    long i = index < 0 ? index + depth : index;
    if (i >= 0 && i < depth) {
      int outer = k / inner;
      int place = (outer * depth + (int) i) * inner + k - outer * inner;
      System.arraycopy(values, valuesAt + arity, y, yAt + place * arity, arity);
    }
  }

  @Override
  public void lower(Lowering l) {
    DType dtype = l.dtype(0);
    if (dtype != DType.INT64 && dtype != DType.INT32) {
      l.reference();
      return;
    }
    Shape indices = l.shape(0);
    int depth = l.outputShape(0).dim(axis < 0 ? axis + indices.rank() + 1 : axis);
    int inner = inner(indices);
    int arity = l.dtype(2).arity();
    int n = indices.size();
    Ref x = l.input(0);
    Ref values = l.input(2);
    Ref y = l.output(0);
    Strided.fill(l.outputShape(0).size(), arity).emit(l, "OneHot off", values, 0, y, 0);
    l.emit(
        "OneHot on",
        frame -> {
          Object index = frame.array(x);
          long @Nullable [] longs = index instanceof long[] a ? a : null;
          int @Nullable [] ints = index instanceof int[] a ? a : null;
          Object from = frame.array(values);
          Object to = frame.array(y);
          for (int k = 0; k < n; k++) {
            int at = x.offset() + k;
            long i = longs != null ? longs[at] : ints != null ? ints[at] : -1;
            mark(i, k, depth, inner, arity, from, values.offset(), to, y.offset());
          }
        });
  }
}
