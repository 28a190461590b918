package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uniformly distributed random numbers in the shape of the input.
 *
 * @param dtype floating type of the result; null for that of the input
 * @param low lower bound
 * @param high upper bound
 * @param source where random numbers come from
 */
public record RandomUniformLike(@Nullable DType dtype, float low, float high, RandomSource source)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType result = dtype == null ? in.dtype(0) : dtype;
    in.require(Types.isFloat(result), Types.notDefinedFor(result));
    return List.of(new TensorType(result, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return source.uniform(dtype == null ? x.dtype() : dtype, x.shape(), low, high);
  }

  @Override
  public boolean isPure() {
    return false;
  }
}
