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

/**
 * Matrix product of quantised values to quantised values; broadcasts like {@link MatMul}.
 *
 * <p>Inputs: A, its scale and zero point (scalars or one per row); B, its scale and zero point
 * (scalars or one per column); scale and zero point of the output. The exact sum is multiplied by
 * {@code scaleA · scaleB / scaleY} in double precision, and rounded to even.
 */
public record QLinearMatMul() implements Op {
  private static final int A = 0;
  private static final int B = 3;
  private static final int Y = 6;

  @Override
  public List<Type> infer(Inference in) {
    Requantisation.checkScales(in, A + 1, B + 1, Y);
    Requantisation.checkFilled(in, Y, Y + 1);
    for (int i : new int[] {A, B, Y + 1}) {
      DType t = in.dtype(i);
      in.require(t.bits() == 8 && t.isNumeric(), "input " + i + " must have 8 bits, but is " + t);
    }
    in.require(in.dtype(A + 2) == in.dtype(A), "the zero point of A has another type");
    in.require(in.dtype(B + 2) == in.dtype(B), "the zero point of B has another type");
    Shape y = new MatMul().infer(in, in.shape(A), in.shape(B));
    return List.of(new TensorType(in.dtype(Y + 1), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(A);
    Tensor b = in.tensor(B);
    double[] x = a.toDoubles();
    double[] w = b.toDoubles();
    double[] zeroX = ZeroPoints.expand(in.tensor(A + 2), a.shape(), true, 0);
    double[] zeroW = ZeroPoints.expand(in.tensor(B + 2), b.shape(), false, 0);
    for (int i = 0; i < x.length; i++) {
      x[i] -= zeroX[i];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] -= zeroW[i];
    }
    MatMulSizes s = MatMulSizes.of(a.shape(), b.shape(), false, false);
    double[] sums = s.multiply(x, w);
    double[] factors =
        factors(
            s,
            ZeroPoints.expand(in.tensor(A + 1), a.shape(), true, 1),
            ZeroPoints.expand(in.tensor(B + 1), b.shape(), false, 1),
            in.tensor(Y).toDoubles()[0]);
    Tensor zero = in.tensor(Y + 1);
    DType type = zero.dtype();
    if (type.isInteger()) {
      return List.of(Requantisation.apply(type, s.output(), sums, factors, zero));
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i] * factors[i] + zero.toDoubles()[0];
    }
    return List.of(Tensor.of(type, s.output(), Elements.fromDoubles(type, sums)));
  }

  /** The factor of each output element, from the scales of all elements of the operands. */
  private static double[] factors(MatMulSizes s, double[] scaleA, double[] scaleB, double scaleY) {
    int[] as = s.matrices(0);
    int[] bs = s.matrices(1);
    double[] factors = new double[s.output().size()];
    for (int i = 0; i < factors.length && s.k() > 0; i++) {
      int matrix = i / (s.m() * s.n());
      int row = i / s.n() % s.m();
      double a = scaleA[(as[matrix] * s.m() + row) * s.k()];
      double b = scaleB[bs[matrix] * s.k() * s.n() + i % s.n()];
      factors[i] = Requantisation.factor(a, b, scaleY);
    }
    return factors;
  }
}
