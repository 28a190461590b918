package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;

/**
 * What operators of {@code ai.onnx.ml} on rows of numbers share: {@code [N, F]}, or one {@code
 * [F]}.
 */
final class Features {
  private Features() {}

  /** Checks that input 0 holds numbers. */
  static void checkType(Inference in) {
    DType dtype = in.dtype(0);
    in.require(
        dtype == DType.FLOAT
            || dtype == DType.DOUBLE
            || dtype == DType.INT32
            || dtype == DType.INT64,
        Types.notDefinedFor(dtype));
  }

  /**
   * Checks that input 0 has rows of a number of features; gives the number of rows, which may be
   * unknown.
   */
  static int rows(Inference in, int features) {
    checkType(in);
    Shape shape = in.shape(0);
    if (shape == null) {
      return Shape.UNKNOWN;
    }
    check(shape, features);
    return rows(shape);
  }

  /** Checks that a shape is one of rows of a number of features. */
  static void check(Shape shape, int features) {
    if (shape.rank() != 1 && shape.rank() != 2) {
      throw new IllegalArgumentException(
          "features must have shape [N, F] or [F], but have " + shape);
    }
    if (shape.dim(-1) != Shape.UNKNOWN && shape.dim(-1) != features) {
      throw new IllegalArgumentException(
          "the model is for " + features + " features, the input has " + shape.dim(-1));
    }
  }

  /** Number of rows. */
  static int rows(Shape shape) {
    return shape.rank() == 1 ? 1 : shape.dim(0);
  }

  /** Features per row if {@code values} are divided among {@code rows} of a model. */
  static int perRow(String what, int values, int rows) {
    if (rows <= 0 || values % rows != 0) {
      throw new IllegalArgumentException(values + " " + what + " cannot be divided among " + rows);
    }
    return values / rows;
  }

  /** Sum of products of two vectors. */
  static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }
}
