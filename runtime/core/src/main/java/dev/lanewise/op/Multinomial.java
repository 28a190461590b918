package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Random;

/**
 * Outcomes {@code [N, samples]} drawn with the probabilities whose logarithms, up to a summand per
 * row, the input {@code [N, outcomes]} holds.
 *
 * @param dtype INT32 or INT64
 * @param samples draws per row
 * @param source where random numbers come from
 */
public record Multinomial(DType dtype, int samples, RandomSource source) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    in.require(
        dtype == DType.INT32 || dtype == DType.INT64, "the result cannot be of type " + dtype);
    Shape shape = in.shape(0);
    in.require(
        shape == null || (shape.rank() == 2 && shape.dim(1) != 0),
        "the input must have shape [N, outcomes], but has " + shape);
    int rows = shape == null ? Shape.UNKNOWN : shape.dim(0);
    return List.of(new TensorType(dtype, Shape.of(rows, samples)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int n = x.shape().dim(1);
    int rows = x.shape().dim(0);
    double[] v = x.toDoubles();
    long[] y = new long[Math.multiplyExact(rows, samples)];
    Random random = source.start();
    for (int row = 0; row < rows; row++) {
      PostTransform.SOFTMAX.apply(v, row * n, n);
      for (int s = 0; s < samples; s++) {
        y[row * samples + s] = draw(v, row * n, n, random.nextDouble());
      }
    }
    return List.of(Tensor.of(dtype, Shape.of(rows, samples), Elements.fromLongs(dtype, y)));
  }

  private static int draw(double[] p, int at, int n, double u) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += p[at + i];
      if (u < sum) {
        return i;
      }
    }
    return n - 1;
  }

  @Override
  public boolean isPure() {
    return false;
  }
}
