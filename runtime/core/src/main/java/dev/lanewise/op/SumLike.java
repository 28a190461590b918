package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The reverse of broadcasting: the first input summed over the dimensions along which the second
 * one would be repeated to get its shape. The output has the shape of the second input, of which
 * nothing else is read. Not an operator of the standard; gradients need it.
 */
public record SumLike() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    Shape x = in.shape(0);
    Shape like = in.shape(1);
    if (x != null && like != null) {
      Shape both = Shapes.broadcast(x, like);
      in.require(both != null && both.rank() == x.rank(), like + " cannot be repeated to get " + x);
    }
    return List.of(new TensorType(in.dtype(0), like));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape like = in.tensor(1).shape();
    if (x.shape().equals(like)) {
      return List.of(x);
    }
    double[] values = x.toDoubles();
    double[] y = new double[like.size()];
    Broadcast walk = Broadcast.of(x.shape(), x.shape(), like);
    int step = walk.step(1);
    for (int row = 0; row < walk.rows(); row++) {
      int from = walk.offset(0, row);
      int to = walk.offset(1, row);
      for (int i = 0; i < walk.run(); i++) {
        y[to + i * step] += values[from + i];
      }
    }
    return List.of(Tensor.of(x.dtype(), like, Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public void lower(Lowering l) {
    if (l.shape(0).equals(l.shape(1))) {
      l.alias(0, 0);
    } else {
      l.reference();
    }
  }
}
