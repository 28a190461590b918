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
import java.util.List;

/**
 * For each element of the second input, an index, the element of the first input at the same place
 * but for one dimension, in which the index says the place.
 *
 * @param axis dimension that is indexed; a negative one counts from the end
 */
public record GatherElements(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape indices = in.shape(1);
    Indices.check(in, 1);
    if (x != null && indices != null) {
      Indices.checkElements(x, indices, Axes.normalise(axis, x.rank()));
    }
    return List.of(new TensorType(in.dtype(0), indices));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    int arity = x.dtype().arity();
    int along = Axes.normalise(axis, x.shape().rank());
    Indices.checkElements(x.shape(), indices.shape(), along);
    int[] base = Indices.elementBase(x.shape(), indices.shape(), along, arity);
    int[] dims = {x.shape().dim(along)};
    int[] strides = {x.shape().strides()[along] * arity};
    int[] offsets = Indices.offsets(in.node(), indices, dims, strides, base);
    Tensor y = Tensor.zeros(x.dtype(), indices.shape());
    Indexed.gather(
        x.dtype().storage(), x.array(), 0, offsets, 0, offsets.length, arity, y.array(), 0);
    return List.of(y);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape indices = l.shape(1);
    int arity = l.dtype(0).arity();
    int along = Axes.normalise(axis, x.rank());
    int[] base = Indices.elementBase(x, indices, along, arity);
    int[] dims = {x.dim(along)};
    int[] strides = {x.strides()[along] * arity};
    Ref offsets = Indices.emitOffsets(l, 1, base.length, dims, strides, base);
    Indexed.emitGather(l, "GatherElements", offsets, 1, x.size() * arity, base.length, arity);
  }
}
