package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first input with slices of the third put at the tuples of indices that lie along the last
 * dimension of the second.
 *
 * @param reduction how an update is combined with what is there
 */
public record ScatterND(ScatterReduction reduction) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Indices.check(in, 1);
    in.require(in.dtype(2) == in.dtype(0), "updates must have the data's type");
    Shape x = in.shape(0);
    Shape indices = in.shape(1);
    if (x != null && indices != null) {
      check(x, indices, in.shape(2));
    }
    return List.of(in.type(0));
  }

  private static void check(Shape x, Shape indices, @Nullable Shape updates) {
    int tuple = indices.rank() == 0 ? 0 : indices.dim(-1);
    if (tuple == Shape.UNKNOWN) {
      return;
    }
    if (tuple < 1 || tuple > x.rank()) {
      throw new IllegalArgumentException(
          "indices " + indices + " are no tuples for the dimensions of " + x);
    }
    Shape expected = indices.slice(0, indices.rank() - 1).concat(x.slice(tuple, x.rank()));
    Shapes.merge(expected, updates);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    check(x.shape(), indices.shape(), in.tensor(2).shape());
    int arity = x.dtype().arity();
    int tuple = indices.shape().dim(-1);
    int[] dims = Arrays.copyOf(x.shape().dims(), tuple);
    int[] offsets =
        Indices.offsets(in.node(), indices, dims, strides(x.shape(), tuple, arity), null);
    int run = x.shape().size(tuple, x.shape().rank()) * arity;
    return List.of(reduction.scatter(x, offsets, run, in.tensor(2)));
  }

  private static int[] strides(Shape x, int tuple, int arity) {
    int[] strides = Arrays.copyOf(x.strides(), tuple);
    for (int i = 0; i < tuple; i++) {
      strides[i] *= arity;
    }
    return strides;
  }

  @Override
  public void lower(Lowering l) {
    if (!Scattering.isFast(l, reduction)) {
      l.reference();
      return;
    }
    Shape x = l.shape(0);
    int arity = l.dtype(0).arity();
    int tuple = l.shape(1).dim(-1);
    int[] dims = Arrays.copyOf(x.dims(), tuple);
    int n = l.shape(1).size() / tuple;
    Ref offsets = Indices.emitOffsets(l, 1, n, dims, strides(x, tuple, arity), null);
    Scattering.emit(l, reduction, offsets, n, x.size(tuple, x.rank()) * arity);
  }
}
