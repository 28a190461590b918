package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Selected channels of the input {@code [N, C, spatial...]}, usually all of them in another order.
 * Not an operator of the standard: it stands for a channel shuffle spelled out as reshaping and
 * transposing, and for a Gather with constant indices.
 *
 * @param permutation channel c of the output is channel {@code permutation[c]} of the input
 */
public record ChannelPermute(int[] permutation) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    if (x == null) {
      return List.of(in.type(0));
    }
    in.require(x.rank() >= 2, "channels need a second dimension, but the input is " + x);
    for (int c : permutation) {
      boolean inside = c >= 0 && (c < x.dim(1) || x.dim(1) == Shape.UNKNOWN);
      in.require(inside, "there is no channel " + c + " in " + x);
    }
    return List.of(new TensorType(in.dtype(0), x.with(1, permutation.length)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Tensor y = Tensor.zeros(x.dtype(), shape.with(1, permutation.length));
    int run = run(shape, x.dtype());
    int[] offsets = offsets(run);
    for (int n = 0; n < shape.dim(0); n++) {
      Indexed.gather(
          x.dtype().storage(),
          x.array(),
          n * shape.dim(1) * run,
          offsets,
          0,
          offsets.length,
          run,
          y.array(),
          n * offsets.length * run);
    }
    return List.of(y);
  }

  private static int run(Shape x, DType dtype) {
    return x.size(2, x.rank()) * dtype.arity();
  }

  private int[] offsets(int run) {
    int[] offsets = permutation.clone();
    for (int c = 0; c < offsets.length; c++) {
      offsets[c] *= run;
    }
    return offsets;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (!BlockedChannels.comesBlocked(q, 0)) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.layout(0);
    return new LayoutChoice(List.of(layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    if (!l.layout(0).isPlain()) {
      BlockedChannels.select(l, "permute channels", permutation, 0);
      return;
    }
    Shape x = l.shape(0);
    int run = run(x, l.dtype(0));
    int n = permutation.length;
    Ref offsets = l.constant(Tensor.of(DType.INT32, Shape.of(n), offsets(run)));
    Indexed.emitGather(l, "permute channels", offsets, x.dim(0), x.dim(1) * run, n, run);
  }
}
