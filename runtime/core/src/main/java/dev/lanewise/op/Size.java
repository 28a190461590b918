package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of elements of the input, as an INT64 scalar. */
public record Size() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.tensor(0);
    return List.of(new TensorType(DType.INT64, Shape.SCALAR));
  }

  @Override
  public @Nullable Tensor knownOutput(Inference in) {
    Shape x = in.shape(0);
    return x == null || !x.isKnown() ? null : Tensor.scalar((long) x.size());
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(Tensor.scalar((long) in.tensor(0).size()));
  }

  @Override
  public void lower(Lowering l) {
    Strided.fill(1, 1)
        .emit(l, "Size", l.constant(Tensor.scalar((long) l.shape(0).size())), 0, l.output(0), 0);
  }
}
