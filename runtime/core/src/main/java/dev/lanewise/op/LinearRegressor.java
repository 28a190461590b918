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
 * Targets {@code [N, targets]}, FLOAT, that are linear functions of features {@code [N, F]}.
 *
 * @param coefficients F per target
 * @param intercepts one per target, or none
 * @param targets number of targets
 * @param transform applied to the targets of a sample
 */
public record LinearRegressor(
    double[] coefficients, double[] intercepts, int targets, PostTransform transform)
    implements Op {
  /** Checks the numbers of coefficients. */
  public LinearRegressor {
    Features.perRow("coefficients", coefficients.length, targets);
    if (intercepts.length != 0 && intercepts.length != targets) {
      throw new IllegalArgumentException(
          intercepts.length + " intercepts for " + targets + " targets");
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = Features.rows(in, coefficients.length / targets);
    return List.of(new TensorType(DType.FLOAT, Shape.of(rows, targets)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int f = coefficients.length / targets;
    Features.check(x.shape(), f);
    int rows = Features.rows(x.shape());
    double[] v = x.toDoubles();
    double[] y = new double[Math.multiplyExact(rows, targets)];
    for (int row = 0; row < rows; row++) {
      for (int t = 0; t < targets; t++) {
        double intercept = intercepts.length == 0 ? 0 : intercepts[t];
        y[row * targets + t] = intercept + Features.dot(v, row * f, coefficients, t * f, f);
      }
      transform.apply(y, row * targets, targets);
    }
    return List.of(
        Tensor.of(DType.FLOAT, Shape.of(rows, targets), Elements.fromDoubles(DType.FLOAT, y)));
  }
}
