package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Local response normalisation across channels of {@code [N, C, ...]}: {@code x / (bias + alpha /
 * size · s)^beta}, where s is the sum of squares over {@code size} neighbouring channels.
 *
 * @param alpha factor of the mean square
 * @param beta exponent
 * @param bias summand
 * @param size number of channels
 */
public record LRN(float alpha, float beta, float bias, int size) implements Op {
  private static final int GRAIN = 1 << 13;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(size >= 1, "size must be at least 1, but is " + size);
    Shape x = in.shape(0);
    in.require(x == null || x.rank() >= 2, "input must be [N, C, ...], but has shape " + x);
    return List.of(new TensorType(in.dtype(0), x));
  }

  private int first(int channel) {
    return Math.max(0, channel - (size - 1) / 2);
  }

  private int last(int channel, int channels) {
    return (int) Math.min(channels - 1L, (long) channel + size / 2);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int channels = x.shape().dim(1);
    int inner = x.shape().size(2, x.shape().rank());
    double[] values = x.toDoubles();
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      int c = i / inner % channels;
      double sum = 0;
      for (int k = first(c); k <= last(c, channels); k++) {
        double v = values[i + (k - c) * inner];
        sum += v * v;
      }
      y[i] = values[i] / Math.pow(bias + (double) alpha / size * sum, beta);
    }
    return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    int channels = shape.dim(1);
    int inner = shape.size(2, shape.rank());
    Ref x = l.input(0);
    Ref y = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "local response",
        shape.dim(0) * channels,
        1 + GRAIN / inner,
        (f, from, to) -> {
          float[] xs = f.floats(x);
          float[] ys = f.floats(y);
          for (int p = from; p < to; p++) {
            int xAt = x.offset() + p * inner;
            int yAt = y.offset() + p * inner;
            denominator(xs, xAt, ys, yAt, inner, p % channels, channels);
            kernel.binaryScalar(BinaryFunction.POW, false, ys, yAt, beta, ys, yAt, inner);
            kernel.binary(BinaryFunction.DIV, xs, xAt, ys, yAt, ys, yAt, inner);
          }
        });
  }

  private void denominator(
      float[] x, int xAt, float[] y, int yAt, int n, int channel, int channels) {
    java.util.Arrays.fill(y, yAt, yAt + n, bias);
    float factor = alpha / size;
    for (int k = first(channel); k <= last(channel, channels); k++) {
      int at = xAt + (k - channel) * n;
      for (int i = 0; i < n; i++) {
        y[yAt + i] += factor * x[at + i] * x[at + i];
      }
    }
  }
}
