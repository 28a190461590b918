package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator that combines the elements of two (or any number of) tensors of one type, broadcast
 * to a common shape.
 *
 * <p>Floats of any width are computed as doubles and rounded once, integers as 64-bit numbers of
 * which the lower bits are kept. FLOAT runs on the kernel of {@link #function} if there is one.
 */
public interface BinaryMath extends Op {
  /** Whether the operator is defined for an element type; by default for all numbers. */
  default boolean admits(DType dtype) {
    return Types.isNumber(dtype);
  }

  /** Sets {@code a[aAt + i] = f(a[aAt + i], b[bAt + i])} for n elements. */
  void apply(double[] a, int aAt, double[] b, int bAt, int n);

  /** The same for integers and truth values; UINT64 by its bits. */
  void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n);

  /** Whether any number of inputs, at least one, is combined from left to right; else it is two. */
  default boolean isVariadic() {
    return false;
  }

  /** The kernel function that computes the operator on floats; null if there is none. */
  default @Nullable BinaryFunction function() {
    return null;
  }

  @Override
  default List<Type> infer(Inference in) {
    in.require(
        isVariadic() ? in.inputs() > 0 : in.inputs() == 2,
        (isVariadic() ? "needs at least one input" : "needs two inputs") + ", has " + in.inputs());
    DType dtype = in.dtype(0);
    in.require(admits(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i < in.inputs(); i++) {
      in.require(
          in.dtype(i) == dtype,
          "all inputs must have the same element type, but are " + dtype + " and " + in.dtype(i));
    }
    @Nullable Shape[] shapes = new Shape[in.inputs()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = in.shape(i);
    }
    return List.of(new TensorType(dtype, Shapes.broadcast(shapes)));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    DType dtype = in.tensor(0).dtype();
    Shape[] shapes = new Shape[in.inputs()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = in.tensor(i).shape();
    }
    Shape shape = Objects.requireNonNull(Shapes.broadcast(shapes));
    Object array;
    if (dtype.isFloating()) {
      double[] a = Wide.doubles(in.tensor(0), shape);
      for (int i = 1; i < shapes.length; i++) {
        apply(a, 0, Wide.doubles(in.tensor(i), shape), 0, a.length);
      }
      finish(a, 0, a.length, shapes.length);
      array = Elements.fromDoubles(dtype, a);
    } else {
      long[] a = Wide.longs(in.tensor(0), shape);
      for (int i = 1; i < shapes.length; i++) {
        apply(dtype, a, 0, Wide.longs(in.tensor(i), shape), 0, a.length);
      }
      array = Elements.fromLongs(dtype, a);
    }
    return List.of(Tensor.of(dtype, shape, array));
  }

  /**
   * What happens in the end to n results of {@code inputs} inputs, from element {@code at} on:
   * nothing, unless an operator says otherwise.
   */
  default void finish(double[] a, int at, int n, int inputs) {}

  @Override
  default LayoutChoice layouts(LayoutQuery q) {
    BinaryFunction f = function();
    return f == null ? LayoutChoice.PLAIN : FloatBinary.layouts(f, q);
  }

  @Override
  default void lower(Lowering l) {
    BinaryFunction f = function();
    if (f != null && l.dtype(0) == DType.FLOAT) {
      FloatBinary.lower(f, l, name());
    } else {
      emitWide(this, l);
    }
  }

  private static void emitWide(BinaryMath op, Lowering l) {
    DType dtype = l.dtype(0);
    Shape[] shapes = new Shape[l.inputs()];
    Ref[] inputs = new Ref[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = l.shape(i);
      inputs[i] = l.input(i);
    }
    Pieces pieces = new Pieces(Broadcast.of(l.outputShape(0), shapes));
    Storage wide = Wide.storage(dtype);
    Ref a = l.scratch(wide, pieces.longest());
    Ref b = l.scratch(wide, pieces.longest());
    Ref y = l.output(0);
    l.emit(
        op.name(),
        frame -> {
          for (int p = 0; p < pieces.count(); p++) {
            piece(op, dtype, pieces, p, inputs, a, b, y, frame);
          }
        });
  }

  private static void piece(
      BinaryMath op,
      DType dtype,
      Pieces pieces,
      int p,
      Ref[] inputs,
      Ref a,
      Ref b,
      Ref y,
      Frame frame) {
    int n = pieces.length(p);
    int to = y.offset() + pieces.first(p);
    Object left = frame.array(a);
    Object right = frame.array(b);
    Ref first = inputs[0];
    pieces.decode(p, 0, dtype, frame.array(first), first.offset(), left, a.offset());
    for (int i = 1; i < inputs.length; i++) {
      Ref x = inputs[i];
      pieces.decode(p, i, dtype, frame.array(x), x.offset(), right, b.offset());
      if (left instanceof double[] doubles) {
        op.apply(doubles, a.offset(), (double[]) right, b.offset(), n);
      } else {
        op.apply(dtype, (long[]) left, a.offset(), (long[]) right, b.offset(), n);
      }
    }
    if (left instanceof double[] doubles) {
      op.finish(doubles, a.offset(), n, inputs.length);
      Elements.encode(dtype, doubles, a.offset(), frame.array(y), to, n);
    } else {
      Elements.encode(dtype, (long[]) left, a.offset(), frame.array(y), to, n);
    }
  }
}
