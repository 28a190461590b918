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

/**
 * Matrix product of 8-bit integers less their zero points, to INT32; broadcasts like {@link
 * MatMul}.
 *
 * <p>Inputs: A, B, optional zero point of A (a scalar or one per row), optional zero point of B (a
 * scalar or one per column). Sums wrap at 32 bits.
 */
public record MatMulInteger() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    ZeroPoints.check(in, 0, 2);
    ZeroPoints.check(in, 1, 3);
    return List.of(new TensorType(DType.INT32, new MatMul().infer(in, in.shape(0), in.shape(1))));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    double[] x = a.toDoubles();
    double[] w = b.toDoubles();
    double[] zeroX = ZeroPoints.expand(in.tensorOrNull(2), a.shape(), true, 0);
    double[] zeroW = ZeroPoints.expand(in.tensorOrNull(3), b.shape(), false, 0);
    for (int i = 0; i < x.length; i++) {
      x[i] -= zeroX[i];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] -= zeroW[i];
    }
    MatMulSizes s = MatMulSizes.of(a.shape(), b.shape(), false, false);
    double[] sums = s.multiply(x, w);
    int[] y = new int[sums.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) (long) sums[i];
    }
    return List.of(Tensor.of(DType.INT32, s.output(), y));
  }
}
