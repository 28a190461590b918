package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * A sequence without elements.
 *
 * @param dtype element type of the tensors that may be put in
 */
public record SequenceEmpty(DType dtype) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new SequenceType(new TensorType(dtype, null)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Sequences.result(new TensorType(dtype, null), List.of());
  }
}
