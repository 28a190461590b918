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
 * One target {@code [N, 1]}, FLOAT, predicted by a support vector machine from features {@code [N,
 * F]}: rho plus the kernel with each support vector times its coefficient. Without support vectors
 * the coefficients are the one vector of a linear function.
 *
 * @param kernel kernel function
 * @param supportVectors F numbers per support vector; empty for a linear function
 * @param coefficients one per support vector
 * @param rho summand
 * @param oneClass whether the result is the sign, 1 or −1
 * @param transform applied to the target
 */
public record SVMRegressor(
    SvmKernel kernel,
    double[] supportVectors,
    double[] coefficients,
    double rho,
    boolean oneClass,
    PostTransform transform)
    implements Op {
  /** Checks the number of coefficients. */
  public SVMRegressor {
    if (supportVectors.length > 0) {
      Features.perRow("numbers of support vectors", supportVectors.length, coefficients.length);
    }
  }

  private boolean isLinear() {
    return supportVectors.length == 0;
  }

  private int features() {
    return isLinear() ? coefficients.length : supportVectors.length / coefficients.length;
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = Features.rows(in, features());
    return List.of(new TensorType(DType.FLOAT, Shape.of(rows, 1)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int f = features();
    Features.check(x.shape(), f);
    double[] v = x.toDoubles();
    double[] y = new double[Features.rows(x.shape())];
    for (int row = 0; row < y.length; row++) {
      y[row] = rho;
      if (isLinear()) {
        y[row] += Features.dot(v, row * f, coefficients, 0, f);
      }
      for (int s = 0; s < coefficients.length && !isLinear(); s++) {
        y[row] += coefficients[s] * kernel.of(v, row * f, supportVectors, s * f, f);
      }
      if (oneClass) {
        y[row] = y[row] > 0 ? 1 : -1;
      }
      transform.apply(y, row, 1);
    }
    return List.of(
        Tensor.of(DType.FLOAT, Shape.of(y.length, 1), Elements.fromDoubles(DType.FLOAT, y)));
  }
}
