package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;

/** Each string of the first tensor followed by that of the second, with broadcasting. */
public record StringConcat() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(
        in.dtype(0) == DType.STRING && in.dtype(1) == DType.STRING, "both inputs must be strings");
    return List.of(new TensorType(DType.STRING, Shapes.broadcast(in.shape(0), in.shape(1))));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Shape shape = Objects.requireNonNull(Shapes.broadcast(a.shape(), b.shape()));
    Broadcast walk = Broadcast.of(shape, a.shape(), b.shape());
    String[] y = new String[shape.size()];
    for (int row = 0; row < walk.rows(); row++) {
      for (int i = 0; i < walk.run(); i++) {
        String left = a.strings()[walk.offset(0, row) + i * walk.step(0)];
        String right = b.strings()[walk.offset(1, row) + i * walk.step(1)];
        y[row * walk.run() + i] = left + right;
      }
    }
    return List.of(Tensor.of(DType.STRING, shape, y));
  }
}
