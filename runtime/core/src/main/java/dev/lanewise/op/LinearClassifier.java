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
 * Classes predicted by linear functions of features {@code [N, F]}. Outputs: the label of the class
 * with the largest score {@code [N]}, and the scores {@code [N, E]} after the transform, FLOAT.
 *
 * <p>A single function with score s tells two classes apart: the second is meant if s is above 0.
 * Then, where the standard leaves it open, results are those of ONNX Runtime: the scores are 1 − s
 * and s, without a transform, if two labels are given.
 *
 * @param coefficients F per function
 * @param intercepts one per function
 * @param labels names of the classes
 * @param transform applied to the scores of a sample
 */
public record LinearClassifier(
    double[] coefficients, double[] intercepts, ClassLabels labels, PostTransform transform)
    implements Op {
  /** Checks the numbers of coefficients and classes. */
  public LinearClassifier {
    Features.perRow("coefficients", coefficients.length, intercepts.length);
    if (intercepts.length > 1 && labels.count() < intercepts.length) {
      throw new IllegalArgumentException(
          intercepts.length + " functions for " + labels.count() + " classes");
    }
  }

  private int features() {
    return coefficients.length / intercepts.length;
  }

  private boolean isBinary() {
    return intercepts.length == 1 && labels.count() == 2;
  }

  private int scores() {
    return isBinary() ? 2 : intercepts.length;
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = Features.rows(in, features());
    return List.of(
        new TensorType(labels.dtype(), Shape.of(rows)),
        new TensorType(DType.FLOAT, Shape.of(rows, scores())));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int f = features();
    Features.check(x.shape(), f);
    int rows = Features.rows(x.shape());
    int functions = intercepts.length;
    int width = scores();
    double[] v = x.toDoubles();
    double[] z = new double[Math.multiplyExact(rows, width)];
    Object names = labels.dtype().storage().allocate(rows);
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      int best = 0;
      for (int e = 0; e < functions; e++) {
        z[at + e] = intercepts[e] + Features.dot(v, row * f, coefficients, e * f, f);
        best = z[at + e] > z[at + best] ? e : best;
      }
      if (functions == 1) {
        writeBinary(z[at] > 0, names, row);
      } else {
        labels.write(best, names, row);
      }
      if (isBinary()) {
        z[at + 1] = z[at];
        z[at] = 1 - z[at];
      } else {
        transform.apply(z, at, width);
      }
    }
    return List.of(
        Tensor.of(labels.dtype(), Shape.of(rows), names),
        Tensor.of(DType.FLOAT, Shape.of(rows, width), Elements.fromDoubles(DType.FLOAT, z)));
  }

  private void writeBinary(boolean positive, Object names, int row) {
    if (labels.count() == 2) {
      labels.write(positive ? 1 : 0, names, row);
    } else if (names instanceof long[] numbers) {
      numbers[row] = positive ? 1 : 0;
    } else {
      ((String[]) names)[row] = positive ? "1" : "0";
    }
  }
}
