package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Move;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input with its dimensions in another order.
 *
 * @param permutation dimension i of the output is dimension {@code permutation[i]} of the input;
 *     null reverses the order
 */
public record Transpose(int @Nullable [] permutation) implements Op {
  private static final int GRAIN_ELEMENTS = 20_000;

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape y = x == null ? null : permuted(x, order(x.rank()));
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int[] order = order(x.shape().rank());
    Strided copy = copy(x.shape(), order, x.dtype());
    return List.of(copy.tensor(x, 0, permuted(x.shape(), order)));
  }

  private static Shape permuted(Shape x, int[] order) {
    Shape y = Shape.SCALAR;
    for (int axis : order) {
      y = y.concat(x.slice(axis, axis + 1));
    }
    return y;
  }

  private static Strided copy(Shape x, int[] order, DType dtype) {
    int[] strides = x.strides();
    int[] dims = new int[order.length];
    int[] from = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = x.dim(order[i]);
      from[i] = strides[order[i]];
    }
    return Strided.toDense(dims, from, dtype.arity());
  }

  private int[] order(int rank) {
    if (permutation == null) {
      int[] reversed = new int[rank];
      for (int i = 0; i < rank; i++) {
        reversed[i] = rank - 1 - i;
      }
      return reversed;
    }
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    boolean right = sorted.length == rank;
    for (int i = 0; right && i < rank; i++) {
      right = sorted[i] == i;
    }
    if (!right) {
      throw new IllegalArgumentException(
          "perm " + Arrays.toString(permutation) + " does not permute the axes of rank " + rank);
    }
    return permutation;
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    int[] order = order(x.rank());
    Matrices matrices = matrices(x, order);
    if (matrices != null && matrices.rows == 1) {
      l.alias(0, 0);
    } else if (matrices != null && l.dtype(0) == DType.FLOAT) {
      matrices.emit(l);
    } else {
      copy(x, order, l.dtype(0)).emit(l, "Transpose", l.input(0), 0, l.output(0), 0);
    }
  }

  /** Which matrices a permutation transposes, null if it is none of that kind. */
  private static @Nullable Matrices matrices(Shape x, int[] order) {
    int n = 0;
    int[] start = new int[order.length];
    int[] size = new int[order.length];
    int end = 0;
    for (int axis : order) {
      if (x.dim(axis) == 1) {
        continue;
      }
      if (n > 0 && axis >= end && x.size(end, axis) == 1) {
        size[n - 1] *= x.dim(axis);
      } else {
        start[n] = axis;
        size[n] = x.dim(axis);
        n++;
      }
      end = axis + 1;
    }
    if (n < 2) {
      return new Matrices(1, 1, x.size());
    }
    if (n == 2) {
      return new Matrices(1, size[1], size[0]);
    }
    return n == 3 && start[0] < start[2] && start[2] < start[1]
        ? new Matrices(size[0], size[2], size[1])
        : null;
  }

  private record Matrices(int batch, int rows, int columns) {
    void emit(Lowering l) {
      int size = rows * columns;
      Move move = l.kernels().move();
      Ref x = l.input(0);
      Ref y = l.output(0);
      l.emitRange(
          "Transpose " + rows + "×" + columns,
          size == 0 ? 0 : batch,
          Math.max(1, GRAIN_ELEMENTS / Math.max(1, size)),
          (frame, first, end) ->
              move.transpose(
                  frame.floats(x),
                  x.offset() + first * size,
                  frame.floats(y),
                  y.offset() + first * size,
                  end - first,
                  rows,
                  columns));
    }
  }
}
