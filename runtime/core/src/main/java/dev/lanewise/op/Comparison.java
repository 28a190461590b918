package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;

/**
 * An operator that compares the elements of two tensors of one type, broadcast to a common shape,
 * and gives truth values. NaN compares as IEEE 754 has it.
 */
public interface Comparison extends Op {
  /** Whether the operator is defined for an element type; by default for all numbers. */
  default boolean admits(DType dtype) {
    return Types.isNumber(dtype);
  }

  /** Sets y to 1 where the relation holds between the n elements of a and b, else to 0. */
  void compare(double[] a, int aAt, double[] b, int bAt, byte[] y, int yAt, int n);

  /**
   * The same for integers and truth values.
   *
   * @param flip xor-ed to both sides turns the order of the type into that of signed numbers
   */
  void compare(long flip, long[] a, int aAt, long[] b, int bAt, byte[] y, int yAt, int n);

  @Override
  default List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(admits(dtype), Types.notDefinedFor(dtype));
    in.require(
        in.dtype(1) == dtype,
        "both inputs must have the same element type, but are " + dtype + " and " + in.dtype(1));
    return List.of(new TensorType(DType.BOOL, Shapes.broadcast(in.shape(0), in.shape(1))));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Shape shape = Objects.requireNonNull(Shapes.broadcast(a.shape(), b.shape()));
    byte[] y = new byte[shape.size()];
    if (a.dtype().isFloating()) {
      compare(Wide.doubles(a, shape), 0, Wide.doubles(b, shape), 0, y, 0, y.length);
    } else {
      compare(flip(a.dtype()), Wide.longs(a, shape), 0, Wide.longs(b, shape), 0, y, 0, y.length);
    }
    return List.of(Tensor.of(DType.BOOL, shape, y));
  }

  private static long flip(DType dtype) {
    return dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
  }

  @Override
  default void lower(Lowering l) {
    DType dtype = l.dtype(0);
    Pieces pieces = new Pieces(Broadcast.of(l.outputShape(0), l.shape(0), l.shape(1)));
    Storage wide = Wide.storage(dtype);
    Ref x = l.input(0);
    Ref w = l.input(1);
    Ref a = l.scratch(wide, pieces.longest());
    Ref b = l.scratch(wide, pieces.longest());
    Ref y = l.output(0);
    l.emit(
        name(),
        frame -> {
          Object left = frame.array(a);
          Object right = frame.array(b);
          byte[] result = frame.bytes(y);
          for (int p = 0; p < pieces.count(); p++) {
            pieces.decode(p, 0, dtype, frame.array(x), x.offset(), left, a.offset());
            pieces.decode(p, 1, dtype, frame.array(w), w.offset(), right, b.offset());
            int at = y.offset() + pieces.first(p);
            int n = pieces.length(p);
            if (wide == Storage.DOUBLES) {
              compare((double[]) left, a.offset(), (double[]) right, b.offset(), result, at, n);
            } else {
              long[] first = (long[]) left;
              compare(flip(dtype), first, a.offset(), (long[]) right, b.offset(), result, at, n);
            }
          }
        });
  }
}
