package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of 8-bit integers less their zero points, to INT32.
 *
 * <p>Inputs: x {@code [N, C, spatial...]}, weight {@code [M, C / group, kernel...]}, optional zero
 * point of x (a scalar), optional zero point of the weight (a scalar or one per output channel).
 * Padding stands for the zero point. Sums wrap at 32 bits.
 *
 * @param window kernel, strides, dilations and padding
 * @param group groups of channels that are convolved separately
 */
public record ConvInteger(Window window, int group) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    ZeroPoints.check(in, 0, 2);
    ZeroPoints.check(in, 1, 3);
    return List.of(new TensorType(DType.INT32, ConvRule.infer(in, window, group, 0, 1)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor w = in.tensor(1);
    double[] sums = sums(window, group, x, in.tensorOrNull(2), w, in.tensorOrNull(3));
    int[] y = new int[sums.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) (long) sums[i];
    }
    Spatial s = ConvRule.resolve(window, x.shape(), w.shape());
    Shape shape = Shape.of(x.shape().dim(0), w.shape().dim(0)).concat(Shape.of(s.out()));
    return List.of(Tensor.of(DType.INT32, shape, y));
  }

  /** The exact sums of a convolution of integers less their zero points. */
  static double[] sums(
      Window window,
      int group,
      Tensor x,
      @Nullable Tensor zeroX,
      Tensor w,
      @Nullable Tensor zeroW) {
    Spatial s = ConvRule.resolve(window, x.shape(), w.shape());
    if (zeroX != null && zeroX.size() != 1) {
      throw new IllegalArgumentException("the zero point of x must be a scalar, but is " + zeroX);
    }
    return ConvRule.convolve(
        s,
        x.shape().dim(0),
        x.shape().dim(1),
        w.shape().dim(0),
        group,
        ZeroPoints.subtractPerRow(x, zeroX),
        ZeroPoints.subtractPerRow(w, zeroW));
  }
}
