package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Slices of the first input at the indices in the second, whose dimensions take the place of the
 * dimension that is indexed.
 *
 * @param axis dimension that is indexed; a negative one counts from the end
 */
public record Gather(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Indices.check(in, 1);
    if (x != null) {
      Axes.normalise(axis, x.rank());
    }
    Shape indices = in.shape(1);
    Shape y = x == null || indices == null ? null : gathered(x, indices);
    return List.of(new TensorType(in.dtype(0), y));
  }

  private Shape gathered(Shape x, Shape indices) {
    int along = Axes.normalise(axis, x.rank());
    return x.slice(0, along).concat(indices).concat(x.slice(along + 1, x.rank()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int along = Axes.normalise(axis, shape.rank());
    int inner = shape.size(along + 1, shape.rank()) * x.dtype().arity();
    int[] offsets =
        Indices.offsets(
            in.node(), in.tensor(1), new int[] {shape.dim(along)}, new int[] {inner}, null);
    Tensor y = Tensor.zeros(x.dtype(), gathered(shape, in.tensor(1).shape()));
    int n = offsets.length;
    for (int o = 0; o < shape.size(0, along); o++) {
      Indexed.gather(
          x.dtype().storage(),
          x.array(),
          o * shape.dim(along) * inner,
          offsets,
          0,
          n,
          inner,
          y.array(),
          o * n * inner);
    }
    return List.of(y);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    boolean channels =
        BlockedChannels.comesBlocked(q, 0)
            && Axes.normalise(axis, q.shape(0).rank()) == 1
            && q.shape(1).rank() == 1
            && q.constant(1) != null;
    if (!channels) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.layout(0);
    return new LayoutChoice(List.of(layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    int along = Axes.normalise(axis, x.rank());
    int dim = x.dim(along);
    Tensor indices = l.constant(1);
    if (indices != null && !l.layout(0).isPlain()) {
      int[] channel = Indices.offsets(l.node(), indices, new int[] {dim}, new int[] {1}, null);
      BlockedChannels.select(l, "Gather channels", channel, 0);
      return;
    }
    int outer = x.size(0, along);
    int inner = x.size(along + 1, x.rank()) * l.dtype(0).arity();
    if (indices != null && indices.size() == 1) {
      int at = Indices.offsets(l.node(), indices, new int[] {dim}, new int[] {inner}, null)[0];
      Strided.toDense(new int[] {outer, inner}, new int[] {dim * inner, 1}, 1)
          .emit(l, "Gather one", l.input(0), at, l.output(0), 0);
      return;
    }
    int n = l.shape(1).size();
    Ref offsets = Indices.emitOffsets(l, 1, n, new int[] {dim}, new int[] {inner}, null);
    Indexed.emitGather(l, "Gather", offsets, outer, dim * inner, n, inner);
  }
}
