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

/**
 * Convolution of quantised values to quantised values.
 *
 * <p>Inputs: x, its scale and zero point; weight, its scale and zero point (scalars or one per
 * output channel); scale and zero point of the output; optional INT32 bias, in units of the product
 * of the scales of x and weight. The exact integer sum is multiplied by {@code scaleX · scaleW /
 * scaleY} in double precision, and rounded to even.
 *
 * @param window kernel, strides, dilations and padding
 * @param group groups of channels that are convolved separately
 */
public record QLinearConv(Window window, int group) implements Op {
  private static final int X = 0;
  private static final int W = 3;
  private static final int Y = 6;
  private static final int BIAS = 8;

  @Override
  public List<Type> infer(Inference in) {
    ZeroPoints.check(in, X, X + 2);
    ZeroPoints.check(in, W, W + 2);
    Requantisation.checkScales(in, X + 1, W + 1, Y);
    Requantisation.checkFilled(in, X + 1, X + 2, W + 1, W + 2, Y, Y + 1);
    in.require(!in.has(BIAS) || in.dtype(BIAS) == DType.INT32, "the bias must be INT32");
    ConvRule.checkPerChannel(in, BIAS, in.shape(W));
    DType y = in.has(Y + 1) ? in.dtype(Y + 1) : in.dtype(X);
    in.require(y == DType.INT8 || y == DType.UINT8, "cannot quantise to " + y);
    return List.of(new TensorType(y, ConvRule.infer(in, window, group, X, W)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(X);
    Tensor w = in.tensor(W);
    int channels = w.shape().dim(0);
    double[] sums =
        ConvInteger.sums(window, group, x, in.tensorOrNull(X + 2), w, in.tensorOrNull(W + 2));
    Spatial s = ConvRule.resolve(window, x.shape(), w.shape());
    int pixels = s.outPixels();
    if (in.has(BIAS)) {
      int[] bias = in.tensor(BIAS).ints();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += bias[i / pixels % channels];
      }
    }
    double[] factors =
        Requantisation.factors(in.tensor(X + 1), in.tensor(W + 1), in.tensor(Y), channels);
    double[] perElement = new double[sums.length];
    for (int i = 0; i < perElement.length; i++) {
      perElement[i] = factors[i / pixels % channels];
    }
    DType type = ((TensorType) in.node().output(0).type()).dtype();
    Shape shape = Shape.of(x.shape().dim(0), channels).concat(Shape.of(s.out()));
    return List.of(Requantisation.apply(type, shape, sums, perElement, in.tensorOrNull(Y + 1)));
  }
}
