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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Selected channels of the inputs {@code [N, C, spatial...]}, which differ in their channels only:
 * usually all of one input in another order. Not an operator of the standard: it stands for a
 * channel shuffle spelled out as reshaping and transposing, with the joining before and the
 * splitting after it.
 *
 * @param permutation channel c of the output is channel {@code permutation[c]}, counted from the
 *     first channel of the first input to the last one of the last input
 */
public record ChannelPermute(int[] permutation) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    if (x == null) {
      return List.of(in.type(0));
    }
    long available = 0;
    for (int i = 0; i < in.inputs(); i++) {
      in.require(in.dtype(i) == in.dtype(0), "inputs must have one element type");
      Shape other = in.shape(i);
      if (other == null || available == Shape.UNKNOWN) {
        available = Shape.UNKNOWN;
        continue;
      }
      in.require(other.rank() >= 2, "channels need a second dimension, but an input is " + other);
      boolean alike =
          other.rank() == x.rank()
              && (other.with(1, 0).admits(x.with(1, 0)) || x.with(1, 0).admits(other.with(1, 0)));
      in.require(alike, x + " and " + other + " differ, not only in channels");
      available = other.dim(1) == Shape.UNKNOWN ? Shape.UNKNOWN : available + other.dim(1);
    }
    for (int c : permutation) {
      boolean inside = c >= 0 && (c < available || available == Shape.UNKNOWN);
      in.require(inside, "there is no channel " + c + " in " + available);
    }
    return List.of(new TensorType(in.dtype(0), x.with(1, permutation.length)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      parts.add(in.tensor(i));
    }
    Tensor x = parts.size() == 1 ? parts.get(0) : new Concat(1).join(parts);
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
    long blocked = 0;
    long all = 0;
    for (int i = 0; i < q.inputs(); i++) {
      all += q.shape(i).size();
      blocked += BlockedChannels.comesBlocked(q, i) ? q.shape(i).size() : 0;
    }
    if (blocked == 0 || 2 * blocked < all) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.kernels().layout();
    return new LayoutChoice(Collections.nCopies(q.inputs(), layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) == DType.FLOAT) {
      BlockedChannels.join(l, "permute channels", permutation);
      return;
    }
    if (l.inputs() > 1) {
      l.reference();
      return;
    }
    Shape x = l.shape(0);
    int run = run(x, l.dtype(0));
    int n = permutation.length;
    Ref offsets = l.constant(Tensor.of(DType.INT32, Shape.of(n), offsets(run)));
    Indexed.emitGather(l, "permute channels", offsets, x.dim(0), x.dim(1) * run, n, run);
  }
}
