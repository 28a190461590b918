package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Normally distributed random numbers.
 *
 * @param dtype floating type of the result
 * @param shape shape of the result
 * @param mean mean of the distribution
 * @param scale standard deviation
 * @param source where random numbers come from
 */
public record RandomNormal(DType dtype, Shape shape, float mean, float scale, RandomSource source)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    return List.of(new TensorType(dtype, shape));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return source.normal(dtype, shape, mean, scale);
  }

  @Override
  public boolean isPure() {
    return false;
  }
}
