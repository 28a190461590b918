package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the input is given and, if it is one that may be absent, is there. */
public record OptionalHasElement() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(DType.BOOL, Shape.SCALAR));
  }

  @Override
  public @Nullable Tensor knownOutput(Inference in) {
    if (!in.has(0)) {
      return truth(false);
    }
    return in.type(0) instanceof OptionalType ? null : truth(true);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    boolean there = in.has(0);
    if (there && in.value(0) instanceof OptionalDatum optional) {
      there = optional.value() != null;
    }
    return List.of(truth(there));
  }

  private static Tensor truth(boolean value) {
    return Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {(byte) (value ? 1 : 0)});
  }
}
