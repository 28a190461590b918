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
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matrices, in the last two dimensions of the first input, of which only a triangle is kept and the
 * rest is zero. The second input, 0 if not given, says how many diagonals above the main one the
 * triangle's edge lies.
 *
 * @param upper whether the triangle above the edge is kept, else the one below; both with the edge
 */
public record Trilu(boolean upper) implements Op {
  private static final int GRAIN_ELEMENTS = 40_000;

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    in.require(x == null || x.rank() >= 2, "the input must be matrices, but is " + x);
    in.requireOne(1, "k");
    in.require(!in.has(1) || in.dtype(1) == DType.INT64, "k must be int64");
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Tensor y = Tensor.zeros(x.dtype(), shape);
    long k = edge(in.tensorOrNull(1));
    if (shape.size() > 0) {
      Object zeros = x.dtype().storage().allocate(shape.dim(-1) * x.dtype().arity());
      int rows = shape.size() / shape.dim(-1);
      copy(shape, k, x.dtype().arity(), x.array(), 0, zeros, 0, y.array(), 0, 0, rows);
    }
    return List.of(y);
  }

  private static long edge(@Nullable Tensor k) {
    return k == null ? 0 : k.toLongs()[0];
  }

  private void copy(
      Shape shape,
      long k,
      int arity,
      Object x,
      int xAt,
      Object zeros,
      int zerosAt,
      Object y,
      int yAt,
      int first,
      int end) {
    int columns = shape.dim(-1);
    int rows = shape.dim(-2);
    for (int row = first; row < end; row++) {
      long edge = Math.max(-1L, Math.min(columns, saturated(k, row % rows))) + (upper ? 0 : 1);
      int middle = (int) Math.max(0, Math.min(columns, edge)) * arity;
      int at = row * columns * arity;
      int rest = columns * arity - middle;
      if (upper) {
        System.arraycopy(zeros, zerosAt, y, yAt + at, middle);
        System.arraycopy(x, xAt + at + middle, y, yAt + at + middle, rest);
      } else {
        System.arraycopy(x, xAt + at, y, yAt + at, middle);
        System.arraycopy(zeros, zerosAt, y, yAt + at + middle, rest);
      }
    }
  }

  private static long saturated(long k, int row) {
    return k > Integer.MAX_VALUE ? k : k + row;
  }

  @Override
  public void lower(Lowering l) {
    Tensor edge = l.constant(1);
    if (l.has(1) && edge == null) {
      l.reference();
      return;
    }
    Shape shape = l.shape(0);
    if (shape.size() == 0) {
      return;
    }
    long k = edge(edge);
    DType dtype = l.dtype(0);
    int columns = shape.dim(-1);
    Ref x = l.input(0);
    Ref zeros = l.constant(Tensor.zeros(dtype, Shape.of(columns)));
    Ref y = l.output(0);
    l.emitRange(
        "Trilu",
        shape.size() / columns,
        Math.max(1, GRAIN_ELEMENTS / columns),
        (frame, first, end) ->
            copy(
                shape,
                k,
                dtype.arity(),
                frame.array(x),
                x.offset(),
                frame.array(zeros),
                zeros.offset(),
                frame.array(y),
                y.offset(),
                first,
                end));
  }
}
