package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * 1 with the probability that the input holds, else 0.
 *
 * @param dtype type of the result, a number or BOOL; null for that of the input
 * @param source where random numbers come from
 */
public record Bernoulli(@Nullable DType dtype, RandomSource source) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    DType result = dtype == null ? in.dtype(0) : dtype;
    in.require(
        Types.isNumber(result) || result == DType.BOOL, "the result cannot be of type " + result);
    return List.of(new TensorType(result, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    DType result = dtype == null ? x.dtype() : dtype;
    Random random = source.start();
    double[] v = x.toDoubles();
    long[] bits = new long[v.length];
    for (int i = 0; i < v.length; i++) {
      bits[i] = random.nextDouble() < v[i] ? 1 : 0;
      v[i] = bits[i];
    }
    Object array =
        result.isFloating() ? Elements.fromDoubles(result, v) : Elements.fromLongs(result, bits);
    return List.of(Tensor.of(result, x.shape(), array));
  }

  @Override
  public boolean isPure() {
    return false;
  }
}
