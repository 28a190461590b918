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

/** The number of elements of a sequence, as an INT64 scalar. */
public record SequenceLength() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Sequences.element(in, 0);
    return List.of(new TensorType(DType.INT64, Shape.SCALAR));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(Tensor.scalar((long) Sequences.of(in, 0).values().size()));
  }
}
