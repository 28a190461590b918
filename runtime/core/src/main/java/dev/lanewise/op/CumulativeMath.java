package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * An operator that replaces each element by a combination of those up to it along an axis. The axis
 * is the second input, one INT32 or INT64.
 *
 * <p>Floats of any width are accumulated as doubles, each result is rounded once; integers are
 * accumulated as 64-bit numbers of which the lower bits are kept.
 */
public interface CumulativeMath extends Op {
  /** Whether an element itself does not count to its result. */
  boolean exclusive();

  /** Whether elements from the end of the axis are combined. */
  boolean reverse();

  /** Replaces n elements, {@code step} apart, in the order in which they are visited. */
  void scan(double[] v, int at, int step, int n);

  /** The same for integers. */
  void scan(long[] v, int at, int step, int n);

  @Override
  default List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloatOrLargeInteger(dtype), Types.notDefinedFor(dtype));
    DType axisType = in.dtype(1);
    in.require(
        axisType == DType.INT32 || axisType == DType.INT64,
        "the axis must be int32 or int64, but is " + axisType);
    Shape shape = in.shape(0);
    Tensor axis = in.constant(1);
    if (shape != null && axis != null) {
      axis(axis, shape);
    }
    return List.of(in.tensor(0));
  }

  private static int axis(Tensor axis, Shape shape) {
    if (axis.size() != 1) {
      throw new IllegalArgumentException("the axis must be one number, but is " + axis);
    }
    return Axes.normalise(axis.toLongs()[0], shape.rank());
  }

  private void scanAll(Object v, int vAt, Shape shape, int axis) {
    int n = shape.dim(axis);
    int inner = shape.size(axis + 1, shape.rank());
    int step = reverse() ? -inner : inner;
    int lines = n == 0 ? 0 : shape.size() / n;
    for (int line = 0; line < lines; line++) {
      int first = vAt + line / inner * n * inner + line % inner;
      int at = reverse() ? first + (n - 1) * inner : first;
      if (v instanceof double[] doubles) {
        scan(doubles, at, step, n);
      } else {
        scan((long[]) v, at, step, n);
      }
    }
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    DType dtype = x.dtype();
    int axis = axis(in.tensor(1), x.shape());
    Object array;
    if (dtype.isFloating()) {
      double[] v = x.toDoubles();
      scanAll(v, 0, x.shape(), axis);
      array = Elements.fromDoubles(dtype, v);
    } else {
      long[] v = x.toLongs();
      scanAll(v, 0, x.shape(), axis);
      array = Elements.fromLongs(dtype, v);
    }
    return List.of(Tensor.of(dtype, x.shape(), array));
  }

  @Override
  default void lower(Lowering l) {
    Tensor given = l.constant(1);
    if (given == null) {
      l.reference();
      return;
    }
    DType dtype = l.dtype(0);
    Shape shape = l.shape(0);
    int axis = axis(given, shape);
    int n = shape.size();
    Storage wide = Wide.storage(dtype);
    Ref x = l.input(0);
    Ref y = l.output(0);
    Ref v = l.scratch(wide, n);
    l.emit(
        name(),
        frame -> {
          Object array = frame.array(v);
          if (array instanceof double[] doubles) {
            Elements.decode(dtype, frame.array(x), x.offset(), doubles, v.offset(), n);
            scanAll(doubles, v.offset(), shape, axis);
            Elements.encode(dtype, doubles, v.offset(), frame.array(y), y.offset(), n);
          } else {
            long[] longs = (long[]) array;
            Elements.decode(dtype, frame.array(x), x.offset(), longs, v.offset(), n);
            scanAll(longs, v.offset(), shape, axis);
            Elements.encode(dtype, longs, v.offset(), frame.array(y), y.offset(), n);
          }
        });
  }
}
