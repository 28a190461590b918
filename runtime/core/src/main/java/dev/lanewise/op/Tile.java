package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/** Copies of the first input side by side, as many along each dimension as the second says. */
public record Tile() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Tensor repeats = in.constant(1);
    Shape y = x == null ? null : repeats == null ? Shapes.unknown(x.rank()) : tiled(x, repeats);
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape y = tiled(x.shape(), in.tensor(1));
    return List.of(copy(x.shape(), y, x.dtype()).tensor(x, 0, y));
  }

  private static Shape tiled(Shape x, Tensor repeats) {
    long[] times = repeats.toLongs();
    if (times.length != x.rank()) {
      throw new IllegalArgumentException(
          "repeats " + Arrays.toString(times) + " must have a number for each dimension of " + x);
    }
    Shape y = Shape.SCALAR;
    for (int i = 0; i < times.length; i++) {
      if (times[i] < 0) {
        throw new IllegalArgumentException("repeats must not be negative, but is " + times[i]);
      }
      if (times[i] == 1 || x.dim(i) == Shape.UNKNOWN) {
        y = y.concat(times[i] == 1 ? x.slice(i, i + 1) : Shape.of(Shape.UNKNOWN));
      } else {
        y = y.concat(Shape.of(new long[] {Math.multiplyExact(times[i], (long) x.dim(i))}));
      }
    }
    return y;
  }

  private static Strided copy(Shape x, Shape y, DType dtype) {
    int rank = x.rank();
    int[] strides = x.strides();
    int[] dims = new int[2 * rank];
    int[] from = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      dims[2 * i] = x.dim(i) == 0 ? 0 : y.dim(i) / x.dim(i);
      dims[2 * i + 1] = x.dim(i);
      from[2 * i + 1] = strides[i];
    }
    return Strided.toDense(dims, from, dtype.arity());
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape y = l.outputShape(0);
    if (x.equals(y)) {
      l.alias(0, 0);
    } else {
      copy(x, y, l.dtype(0)).emit(l, "Tile", l.input(0), 0, l.output(0), 0);
    }
  }
}
