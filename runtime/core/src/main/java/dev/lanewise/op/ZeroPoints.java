package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Integers less their zero points, as quantised products take them. */
final class ZeroPoints {
  private ZeroPoints() {}

  /** Checks that an operand has 8 bits and its zero point, if given, the same type. */
  static void check(Inference in, int operand, int zero) {
    DType type = in.dtype(operand);
    in.require(
        type == DType.INT8 || type == DType.UINT8,
        "input " + operand + " must be INT8 or UINT8, but is " + type);
    in.require(
        !in.has(zero) || in.dtype(zero) == type,
        "the zero point of input " + operand + " has another type than the input");
  }

  /** A tensor less a zero point that has one element or one per index of the first dimension. */
  static double[] subtractPerRow(Tensor x, @Nullable Tensor zero) {
    double[] y = x.toDoubles();
    if (zero == null || y.length == 0) {
      return y;
    }
    double[] z = zero.toDoubles();
    if (z.length != 1 && z.length != x.shape().dim(0)) {
      throw new IllegalArgumentException(
          z.length + " zero points do not fit a tensor of shape " + x.shape());
    }
    int run = y.length / z.length;
    for (int i = 0; i < y.length; i++) {
      y[i] -= z[i / run];
    }
    return y;
  }

  /**
   * Values (zero points or scales) of a matrix operand, one per element of its shape: a scalar, one
   * per row (or column), or a shape that broadcasts.
   *
   * @param rows whether a vector stands for rows, not for columns
   */
  static double[] expand(@Nullable Tensor values, Shape shape, boolean rows, double otherwise) {
    if (values == null) {
      double[] y = new double[shape.size()];
      java.util.Arrays.fill(y, otherwise);
      return y;
    }
    Shape s = values.shape();
    boolean vector = s.rank() == 1 && s.size() > 1 && rows && shape.rank() > 1;
    Tensor fitting = vector ? values.reshape(Shape.of(s.dim(0), 1)) : values;
    if (!shape.equals(Shapes.broadcast(shape, fitting.shape()))) {
      throw new IllegalArgumentException(s + " cannot be repeated to get " + shape);
    }
    return Wide.doubles(fitting, shape);
  }
}
