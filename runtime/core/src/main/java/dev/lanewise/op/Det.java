package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/** Determinant of square matrices {@code [..., M, M]}. */
public record Det() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(Types.isFloat(in.dtype(0)), Types.notDefinedFor(in.dtype(0)));
    Shape shape = in.shape(0);
    if (shape == null) {
      return List.of(new TensorType(in.dtype(0), null));
    }
    in.require(shape.rank() >= 2, "needs matrices, but the input has shape " + shape);
    int rows = shape.dim(-2);
    int columns = shape.dim(-1);
    in.require(
        rows == columns || rows == Shape.UNKNOWN || columns == Shape.UNKNOWN,
        "needs square matrices, but the input has shape " + shape);
    return List.of(new TensorType(in.dtype(0), shape.slice(0, shape.rank() - 2)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int m = x.shape().dim(-1);
    if (m != x.shape().dim(-2)) {
      throw in.fail("needs square matrices, but the input has shape " + x.shape());
    }
    Shape shape = x.shape().slice(0, x.shape().rank() - 2);
    double[] a = x.toDoubles();
    double[] y = new double[shape.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = determinant(a, i * m * m, m);
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  /** Gauss elimination with partial pivoting, in place. */
  private static double determinant(double[] a, int at, int m) {
    double product = 1;
    for (int k = 0; k < m; k++) {
      int pivot = k;
      for (int i = k + 1; i < m; i++) {
        if (Math.abs(a[at + i * m + k]) > Math.abs(a[at + pivot * m + k])) {
          pivot = i;
        }
      }
      if (a[at + pivot * m + k] == 0) {
        return 0;
      }
      if (pivot != k) {
        product = -product;
        for (int j = k; j < m; j++) {
          double t = a[at + k * m + j];
          a[at + k * m + j] = a[at + pivot * m + j];
          a[at + pivot * m + j] = t;
        }
      }
      product *= a[at + k * m + k];
      for (int i = k + 1; i < m; i++) {
        double factor = a[at + i * m + k] / a[at + k * m + k];
        for (int j = k + 1; j < m; j++) {
          a[at + i * m + j] -= factor * a[at + k * m + j];
        }
      }
    }
    return product;
  }
}
