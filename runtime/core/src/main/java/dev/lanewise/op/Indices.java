package dev.lanewise.op;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Indices into a dimension, in INT32 or INT64 arrays; a negative one counts from the end. */
final class Indices {
  private Indices() {}

  /** Checks that input i holds indices. */
  static void check(Inference in, int i) {
    DType dtype = in.dtype(i);
    in.require(
        dtype == DType.INT64 || dtype == DType.INT32,
        "indices must be INT32 or INT64, but are " + dtype);
  }

  /**
   * Offsets that tuples of indices stand for.
   *
   * @param node for the message if an index is out of bounds
   * @param indices INT32 or INT64, of which {@code dims.length} in a row are a tuple
   * @param dims size of the dimension of each index in a tuple
   * @param strides elements from one index to the next, for each index in a tuple
   * @param base what is added to each offset; null for nothing
   */
  static int[] offsets(
      Node node, Tensor indices, int[] dims, int[] strides, int @Nullable [] base) {
    int n = dims.length == 0 ? 0 : indices.size() / dims.length;
    int[] offsets = base == null ? new int[n] : base.clone();
    add(node, indices.array(), 0, dims, strides, offsets, 0, offsets.length);
    return offsets;
  }

  /**
   * Place of the offsets of {@link #offsets}, which a step computes if input i is not a constant.
   *
   * @param n number of tuples
   */
  static Ref emitOffsets(
      Lowering l, int i, int n, int[] dims, int[] strides, int @Nullable [] base) {
    Node node = l.node();
    Tensor constant = l.constant(i);
    if (constant != null) {
      int[] offsets = offsets(node, constant, dims, strides, base);
      return l.constant(Tensor.of(DType.INT32, Shape.of(offsets.length), offsets));
    }
    Ref indices = l.input(i);
    Ref offsets = l.scratch(Storage.INTS, n);
    l.emit(
        "offsets",
        frame -> {
          int[] to = frame.ints(offsets);
          int at = offsets.offset();
          if (base == null) {
            Arrays.fill(to, at, at + n, 0);
          } else {
            System.arraycopy(base, 0, to, at, n);
          }
          add(node, frame.array(indices), indices.offset(), dims, strides, to, at, n);
        });
    return offsets;
  }

  /** Checks that indices for single elements fit the shape that they index along an axis. */
  static void checkElements(Shape x, Shape indices, int axis) {
    boolean fits = x.rank() == indices.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == axis || x.dim(i) == Shape.UNKNOWN || indices.dim(i) <= x.dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "indices "
              + indices
              + " must have the rank of "
              + x
              + " and be larger only in axis "
              + axis);
    }
  }

  /**
   * For each index of a single element, the offset of the element with index 0 in the same line.
   *
   * @param arity array elements per tensor element
   */
  static int[] elementBase(Shape x, Shape indices, int axis, int arity) {
    int rank = x.rank();
    int[] strides = x.strides();
    int[] dims = indices.dims();
    int[] base = new int[indices.size()];
    int[] index = new int[rank];
    int offset = 0;
    for (int k = 0; k < base.length; k++) {
      base[k] = offset * arity;
      for (int i = rank - 1; i >= 0; i--) {
        int step = i == axis ? 0 : strides[i];
        index[i]++;
        offset += step;
        if (index[i] < dims[i]) {
          break;
        }
        offset -= step * dims[i];
        index[i] = 0;
      }
    }
    return base;
  }

  private static void add(
      Node node, Object indices, int at, int[] dims, int[] strides, int[] offsets, int to, int n) {
    int tuple = dims.length;
    for (int t = 0; t < tuple; t++) {
      if (indices instanceof int[] ints) {
        add(node, ints, at + t, tuple, dims[t], strides[t], offsets, to, n);
      } else {
        add(node, (long[]) indices, at + t, tuple, dims[t], strides[t], offsets, to, n);
      }
    }
  }

  private static void add(
      Node node,
      int[] indices,
      int at,
      int step,
      int dim,
      int stride,
      int[] offsets,
      int to,
      int n) {
    for (int k = 0; k < n; k++) {
      int index = indices[at + k * step];
      int i = index < 0 ? index + dim : index;
      if (i < 0 || i >= dim) {
        throw outOfBounds(node, index, dim);
      }
      offsets[to + k] += i * stride;
    }
  }

  private static void add(
      Node node,
      long[] indices,
      int at,
      int step,
      int dim,
      int stride,
      int[] offsets,
      int to,
      int n) {
    for (int k = 0; k < n; k++) {
      long index = indices[at + k * step];
      long i = index < 0 ? index + dim : index;
      if (i < 0 || i >= dim) {
        throw outOfBounds(node, index, dim);
      }
      offsets[to + k] += (int) i * stride;
    }
  }

  private static EvaluationException outOfBounds(Node node, long index, int dim) {
    return new EvaluationException(
        node + ": index " + index + " is out of bounds for a dimension of size " + dim);
  }
}
