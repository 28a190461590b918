package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache, the first input, with new entries of a sequence, the second, written from an index on
 * that the third holds for each batch (0 if not given).
 *
 * @param axis sequence dimension, not the first one; a negative one counts from the end
 * @param circular whether entries beyond the end go to the beginning; otherwise they are an error
 */
public record TensorScatter(int axis, boolean circular) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape updates = in.shape(1);
    in.require(in.dtype(1) == in.dtype(0), "the update must have the cache's type");
    in.require(!in.has(2) || in.dtype(2) == DType.INT64, "write indices must be INT64");
    if (x != null) {
      int along = Axes.normalise(axis, x.rank());
      in.require(along > 0, "the sequence axis must not be the batch axis 0");
      if (updates != null) {
        check(x, updates, along);
      }
    }
    return List.of(in.type(0));
  }

  private static void check(Shape x, Shape updates, int along) {
    Shape cut = updates.rank() == x.rank() ? updates.with(along, Shape.UNKNOWN) : updates;
    Shapes.merge(x, cut);
    if (x.dim(along) != Shape.UNKNOWN && updates.dim(along) > x.dim(along)) {
      throw new IllegalArgumentException("update " + updates + " is longer than the cache " + x);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor updates = in.tensor(1);
    Shape shape = x.shape();
    int along = Axes.normalise(axis, shape.rank());
    check(shape, updates.shape(), along);
    Tensor start = in.tensorOrNull(2);
    long @Nullable [] starts = start == null ? null : start.longs();
    if (starts != null && starts.length != shape.dim(0)) {
      throw in.fail("there must be one write index per batch");
    }
    int run = shape.size(along + 1, shape.rank()) * x.dtype().arity();
    int length = shape.dim(along);
    int steps = updates.shape().dim(along);
    int outer = shape.size(0, along);
    int perBatch = outer / Math.max(1, shape.dim(0));
    int[] offsets = new int[outer * steps];
    for (int o = 0; o < outer; o++) {
      long at = starts == null ? 0 : starts[o / perBatch];
      boolean fits = circular || (at >= 0 && at <= length - steps);
      if (!fits) {
        throw in.fail("write index " + at + " leaves no room for " + steps + " of " + length);
      }
      for (int t = 0; t < steps; t++) {
        offsets[o * steps + t] = (o * length + Math.floorMod(at + t, length)) * run;
      }
    }
    return List.of(ScatterReduction.NONE.scatter(x, offsets, run, updates));
  }
}
