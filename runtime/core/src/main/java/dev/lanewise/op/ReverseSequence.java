package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Sequences turned around, each up to its length, which the second input holds; what follows stays
 * in place.
 *
 * @param timeFirst whether the input is {@code [T, B, ...]}; otherwise it is {@code [B, T, ...]}
 */
public record ReverseSequence(boolean timeFirst) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    in.require(in.dtype(1) == DType.INT64, "sequence lengths must be INT64");
    in.require(x == null || x.rank() >= 2, "the input must have two dimensions, but is " + x);
    int lengths = Dims.count(in.shape(1));
    int batch = x == null ? Shape.UNKNOWN : x.dim(timeFirst ? 1 : 0);
    boolean known = lengths != Shape.UNKNOWN && batch != Shape.UNKNOWN;
    in.require(!known || lengths == batch, "there must be one length per sequence");
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int n = shape.dim(0) * shape.dim(1);
    int run = shape.size(2, shape.rank()) * x.dtype().arity();
    int[] offsets = new int[n];
    offsets(in.node(), shape, run, in.tensor(1).longs(), 0, offsets, 0);
    Tensor y = Tensor.zeros(x.dtype(), shape);
    Indexed.gather(x.dtype().storage(), x.array(), 0, offsets, 0, n, run, y.array(), 0);
    return List.of(y);
  }

  private void offsets(
      Node node, Shape x, int run, long[] lengths, int lengthsAt, int[] offsets, int to) {
    int batch = x.dim(timeFirst ? 1 : 0);
    int time = x.dim(timeFirst ? 0 : 1);
    int timeStep = timeFirst ? batch : 1;
    int batchStep = timeFirst ? 1 : time;
    for (int b = 0; b < batch; b++) {
      long length = lengths[lengthsAt + b];
      if (length < 0 || length > time) {
        throw new dev.lanewise.error.EvaluationException(
            node + ": sequence length " + length + " is not from 0 to " + time);
      }
      for (int t = 0; t < time; t++) {
        int source = t < length ? (int) length - 1 - t : t;
        int at = b * batchStep + t * timeStep;
        offsets[to + at] = (b * batchStep + source * timeStep) * run;
      }
    }
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Node node = l.node();
    int n = x.dim(0) * x.dim(1);
    int run = x.size(2, x.rank()) * l.dtype(0).arity();
    Ref lengths = l.input(1);
    Ref offsets = l.scratch(Storage.INTS, n);
    l.emit(
        "offsets",
        frame ->
            offsets(
                node,
                x,
                run,
                frame.longs(lengths),
                lengths.offset(),
                frame.ints(offsets),
                offsets.offset()));
    Indexed.emitGather(l, "ReverseSequence", offsets, 1, n * run, n, run);
  }
}
