package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
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
import org.jspecify.annotations.Nullable;

/**
 * An operator that replaces every element by a function of it. Element type and shape stay.
 *
 * <p>Floats of any width are computed as doubles and rounded once, integers as 64-bit numbers of
 * which the lower bits are kept. FLOAT runs on the kernel of {@link #activation} if there is one.
 */
public interface UnaryMath extends Op {
  /** Whether the operator is defined for an element type; by default for floats only. */
  default boolean admits(DType dtype) {
    return Types.isFloat(dtype);
  }

  /**
   * Replaces n elements, from element {@code at} on. By default with {@link #activation}; an
   * operator that has none says here what it computes.
   */
  default void apply(double[] v, int at, int n) {
    Activation f = activation();
    if (f == null) {
      throw new IllegalArgumentException("the operator is not defined for floats");
    }
    f.apply(v, at, n);
  }

  /** The same for integers and truth values; UINT64 by its bits. */
  default void apply(DType dtype, long[] v, int at, int n) {
    throw new IllegalArgumentException(Types.notDefinedFor(dtype));
  }

  /** The kernel function that computes the operator on floats; null if there is none. */
  default @Nullable Activation activation() {
    return null;
  }

  @Override
  default List<Type> infer(Inference in) {
    in.require(admits(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    return List.of(in.tensor(0));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    if (x.dtype().isFloating()) {
      double[] v = x.toDoubles();
      apply(v, 0, v.length);
      return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), v)));
    }
    long[] v = x.toLongs();
    apply(x.dtype(), v, 0, v.length);
    return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromLongs(x.dtype(), v)));
  }

  @Override
  default LayoutChoice layouts(LayoutQuery q) {
    Activation f = activation();
    if (f == null
        || q.layout(0).isPlain()
        || !(f.keepsFinite() || Planes.of(q.shape(0), q.layout(0)).isFull())) {
      return LayoutChoice.PLAIN;
    }
    return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
  }

  @Override
  default void lower(Lowering l) {
    l.reuse(0, 0);
    Activation f = activation();
    if (f != null && l.dtype(0) == DType.FLOAT) {
      f.emit(l, name(), l.input(0), l.output(0), Planes.floats(l.shape(0), l.layout(0)));
    } else {
      emitWide(this, l);
    }
  }

  private static void emitWide(UnaryMath op, Lowering l) {
    DType dtype = l.dtype(0);
    Shape shape = l.shape(0);
    Ref x = l.input(0);
    Ref y = l.output(0);
    Storage wide = dtype.isFloating() ? Storage.DOUBLES : Storage.LONGS;
    Ref v = dtype.storage() == wide ? y : l.scratch(wide, shape.size());
    l.emitRange(
        op.name(),
        shape.size(),
        2048,
        (frame, from, to) -> {
          int n = to - from;
          int at = v.offset() + from;
          if (wide == Storage.DOUBLES) {
            double[] values = frame.doubles(v);
            Elements.decode(dtype, frame.array(x), x.offset() + from, values, at, n);
            op.apply(values, at, n);
            if (v != y) {
              Elements.encode(dtype, values, at, frame.array(y), y.offset() + from, n);
            }
          } else {
            long[] values = frame.longs(v);
            Elements.decode(dtype, frame.array(x), x.offset() + from, values, at, n);
            op.apply(dtype, values, at, n);
            if (v != y) {
              Elements.encode(dtype, values, at, frame.array(y), y.offset() + from, n);
            }
          }
        });
  }
}
