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
import java.util.List;

/**
 * The first input with elements of the third put where the second, of the same shape, says: at the
 * element's own place but for one dimension, in which the index says the place.
 *
 * @param axis dimension that is indexed; a negative one counts from the end
 * @param reduction how an update is combined with what is there
 */
public record ScatterElements(int axis, ScatterReduction reduction) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape indices = in.shape(1);
    Indices.check(in, 1);
    in.require(in.dtype(2) == in.dtype(0), "updates must have the data's type");
    Shapes.merge(indices, in.shape(2));
    if (x != null && indices != null) {
      Indices.checkElements(x, indices, Axes.normalise(axis, x.rank()));
    }
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    int along = Axes.normalise(axis, x.shape().rank());
    int arity = x.dtype().arity();
    Indices.checkElements(x.shape(), indices.shape(), along);
    Shapes.merge(indices.shape(), in.tensor(2).shape());
    int[] base = Indices.elementBase(x.shape(), indices.shape(), along, arity);
    int[] dims = {x.shape().dim(along)};
    int[] strides = {x.shape().strides()[along] * arity};
    int[] offsets = Indices.offsets(in.node(), indices, dims, strides, base);
    return List.of(reduction.scatter(x, offsets, arity, in.tensor(2)));
  }

  @Override
  public void lower(Lowering l) {
    if (!Scattering.isFast(l, reduction)) {
      l.reference();
      return;
    }
    Shape x = l.shape(0);
    int along = Axes.normalise(axis, x.rank());
    int arity = l.dtype(0).arity();
    int[] base = Indices.elementBase(x, l.shape(1), along, arity);
    int[] dims = {x.dim(along)};
    int[] strides = {x.strides()[along] * arity};
    Ref offsets = Indices.emitOffsets(l, 1, base.length, dims, strides, base);
    Scattering.emit(l, reduction, offsets, base.length, arity);
  }
}
