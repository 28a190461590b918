package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** From exact sums of products of quantised values to quantised values. */
public final class Requantisation {
  private Requantisation() {}

  /** Checks that scales are floats. */
  static void checkScales(Inference in, int... scales) {
    for (int i : scales) {
      in.require(in.dtype(i).isFloating(), "a scale has type " + in.dtype(i));
    }
  }

  /** Checks that scales or zero points, if they are given, have an element. */
  static void checkFilled(Inference in, int... inputs) {
    for (int i : inputs) {
      boolean empty = in.has(i) && Dims.count(in.shape(i)) == 0;
      in.require(!empty, "input " + i + " must not be empty");
    }
  }

  /**
   * {@code a · b / y}, one per output channel, rounded to single precision: the product of such a
   * factor and a sum below 2^24 is exact in double precision.
   *
   * @param a scale of the first operand, one element
   * @param b scale of the second one, one element or one per channel
   * @param y scale of the output, one element
   */
  public static double[] factors(Tensor a, Tensor b, Tensor y, int channels) {
    double[] scales = b.toDoubles();
    if (a.size() != 1 || y.size() != 1 || (scales.length != 1 && scales.length != channels)) {
      throw new IllegalArgumentException(
          "scales " + a + ", " + b + " and " + y + " do not fit " + channels + " channels");
    }
    double[] factors = new double[channels];
    for (int c = 0; c < channels; c++) {
      double scale = scales[scales.length == 1 ? 0 : c];
      factors[c] = factor(a.toDoubles()[0], scale, y.toDoubles()[0]);
    }
    return factors;
  }

  /** {@code a · b / y} in single precision. */
  static double factor(double a, double b, double y) {
    return (float) (a * b / y);
  }

  /** Quantised values of sums, each with its own factor. */
  static Tensor apply(
      DType type, Shape shape, double[] sums, double[] factors, @Nullable Tensor zero) {
    long z = zero == null ? 0 : zero.toLongs()[0];
    long[] y = new long[sums.length];
    for (int i = 0; i < y.length; i++) {
      long rounded = (long) Math.rint(sums[i] * factors[i]);
      y[i] = Math.max(type.min(), Math.min(type.max(), rounded + z));
    }
    return Tensor.of(type, shape, Elements.fromLongs(type, y));
  }
}
