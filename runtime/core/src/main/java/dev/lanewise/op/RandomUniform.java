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
 * Uniformly distributed random numbers.
 *
 * @param dtype floating type of the result
 * @param shape shape of the result
 * @param low lower bound
 * @param high upper bound
 * @param source where random numbers come from
 */
public record RandomUniform(DType dtype, Shape shape, float low, float high, RandomSource source)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    return List.of(new TensorType(dtype, shape));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return source.uniform(dtype, shape, low, high);
  }

  @Override
  public boolean isPure() {
    return false;
  }
}
