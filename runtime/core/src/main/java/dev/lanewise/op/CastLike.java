package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Elements of the first input converted to the type of the second, as {@link Cast} does.
 *
 * @param saturate whether numbers too large for an 8-bit float become its largest one
 * @param roundMode how numbers become FLOAT8E8M0: {@code up}, {@code down} or {@code nearest}
 */
public record CastLike(boolean saturate, String roundMode) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(
        !in.dtype(0).isComplex() && !in.dtype(1).isComplex(), "complex numbers cannot be cast");
    return List.of(new TensorType(in.dtype(1), in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return new Cast(in.tensor(1).dtype(), saturate, roundMode).evaluate(in);
  }

  @Override
  public void lower(Lowering l) {
    new Cast(l.dtype(1), saturate, roundMode).lower(l);
  }
}
