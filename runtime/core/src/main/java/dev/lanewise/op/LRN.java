package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
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
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(size >= 1, "size must be at least 1, but is " + size);
    Shape x = in.shape(0);
    in.require(x == null || x.rank() >= 2, "input must be [N, C, ...], but has shape " + x);
    return List.of(new TensorType(in.dtype(0), x));
  }

  /** The first channel that counts for a channel. */
  public int first(int channel) {
    return Math.max(0, channel - (size - 1) / 2);
  }

  /** The last one. */
  public int last(int channel, int channels) {
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
  public LayoutChoice layouts(LayoutQuery q) {
    return PoolRule.keepLayout(q);
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    Planes planes = Planes.of(shape, l.layout(0));
    Ref x = l.input(0);
    l.emitKernel(
        new LocalResponse(this, planes, l.kernels(), l.threads()),
        x,
        x,
        null,
        null,
        null,
        l.output(0));
  }
}
