package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Slices of the first input at tuples of indices, which lie along the last dimension of the second.
 *
 * @param batchDims leading dimensions that both inputs have in common and that are not indexed
 */
public record GatherND(int batchDims) implements Op {
  /** Checks the number of batch dimensions. */
  public GatherND {
    if (batchDims < 0) {
      throw new IllegalArgumentException("batch_dims must not be negative, but is " + batchDims);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    Indices.check(in, 1);
    Shape x = in.shape(0);
    Shape indices = in.shape(1);
    if (x == null || indices == null) {
      return List.of(new TensorType(in.dtype(0), null));
    }
    in.require(indices.rank() > 0, "indices must have a dimension for tuples");
    Shape y = indices.dim(-1) == Shape.UNKNOWN ? null : gathered(x, indices);
    return List.of(new TensorType(in.dtype(0), y));
  }

  private Shape gathered(Shape x, Shape indices) {
    int q = indices.rank();
    if (batchDims >= Math.min(x.rank(), q)) {
      throw new IllegalArgumentException(
          "batch_dims " + batchDims + " must be below the ranks of " + x + " and " + indices);
    }
    int tuple = indices.dim(-1);
    if (tuple < 1 || tuple > x.rank() - batchDims) {
      throw new IllegalArgumentException(
          tuple + " indices in a tuple do not fit the dimensions of " + x);
    }
    for (int i = 0; i < batchDims; i++) {
      boolean known = x.dim(i) != Shape.UNKNOWN && indices.dim(i) != Shape.UNKNOWN;
      if (known && x.dim(i) != indices.dim(i)) {
        throw new IllegalArgumentException(
            "batch dimension " + i + " of " + x + " and " + indices + " differs");
      }
    }
    return indices.slice(0, q - 1).concat(x.slice(batchDims + tuple, x.rank()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor y = Tensor.zeros(x.dtype(), gathered(x.shape(), indices.shape()));
    Tuples t = tuples(x.shape(), indices.shape(), x.dtype().arity());
    int[] offsets = Indices.offsets(in.node(), indices, t.dims, t.strides, t.base);
    Indexed.gather(
        x.dtype().storage(), x.array(), 0, offsets, 0, t.base.length, t.run, y.array(), 0);
    return List.of(y);
  }

  private record Tuples(int[] dims, int[] strides, int[] base, int run) {}

  private Tuples tuples(Shape x, Shape indices, int arity) {
    int end = batchDims + indices.dim(-1);
    int[] strides = Arrays.copyOfRange(x.strides(), batchDims, end);
    for (int i = 0; i < strides.length; i++) {
      strides[i] *= arity;
    }
    int n = indices.size(0, indices.rank() - 1);
    int batch = x.size(0, batchDims);
    int length = x.size(batchDims, x.rank()) * arity;
    int[] base = new int[n];
    for (int k = 0; k < n; k++) {
      base[k] = k / (n / batch) * length;
    }
    return new Tuples(
        Arrays.copyOfRange(x.dims(), batchDims, end), strides, base, x.size(end, x.rank()) * arity);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Tuples t = tuples(x, l.shape(1), l.dtype(0).arity());
    int n = t.base.length;
    Ref offsets = Indices.emitOffsets(l, 1, n, t.dims, t.strides, t.base);
    Indexed.emitGather(l, "GatherND", offsets, 1, x.size() * l.dtype(0).arity(), n, t.run);
  }
}
