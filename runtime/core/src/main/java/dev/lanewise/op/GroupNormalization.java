package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Normalises groups of channels of each image of {@code [N, C, ...]} to mean 0 and variance 1, then
 * applies scale {@code [C]} and bias {@code [C]} (inputs 1 and 2).
 *
 * @param groups number of groups, which divides C
 * @param epsilon added to the variance
 */
public record GroupNormalization(int groups, float epsilon) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    Shape x = in.shape(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    in.require(x == null || x.rank() >= 2, "input must be [N, C, ...], but has shape " + x);
    in.require(groups >= 1, "num_groups must be at least 1, but is " + groups);
    int channels = x == null ? Shape.UNKNOWN : x.dim(1);
    in.require(
        channels == Shape.UNKNOWN || channels % groups == 0,
        channels + " channels are not divisible by " + groups + " groups");
    for (int i = 1; i < 3; i++) {
      in.require(in.dtype(i) == dtype, "scale and bias need the type of the input");
      Shapes.merge(Shape.of(channels), in.shape(i));
    }
    return List.of(new TensorType(dtype, x));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int channels = x.shape().dim(1);
    int inner = x.shape().size(2, x.shape().rank());
    double[] y = x.toDoubles();
    double[] scale = in.tensor(1).toDoubles();
    double[] bias = in.tensor(2).toDoubles();
    int n = channels / groups * inner;
    for (int row = 0; row < x.shape().dim(0) * groups; row++) {
      RowMoments m = RowMoments.of(y, row * n, n);
      double root = Math.sqrt(m.variance() + epsilon);
      for (int i = row * n; i < (row + 1) * n; i++) {
        int c = i / inner % channels;
        y[i] = (y[i] - m.mean()) / root * scale[c] + bias[c];
      }
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
    int batch = shape.dim(0);
    int channels = shape.dim(1);
    int inner = shape.size(2, shape.rank());
    int n = channels / groups * inner;
    Ref one = l.constant(Tensor.of(Shape.of(1), 1f));
    Ref zero = l.constant(Tensor.of(Shape.of(1), 0f));
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref y = l.output(0);
    Normalize kernel = l.kernels().normalize();
    l.emitRange(
        "group norm",
        batch * groups,
        1 + GRAIN / n,
        (f, from, to) -> {
          for (int row = from; row < to; row++) {
            kernel.rowNorm(
                f.floats(x),
                x.offset() + row * n,
                f.floats(one),
                one.offset(),
                f.floats(zero),
                zero.offset(),
                epsilon,
                f.floats(y),
                y.offset() + row * n,
                1,
                n);
          }
        });
    ChannelAffine.emit(
        l, new Planes(Layout.PLAIN, batch, channels, inner), y, l.input(1), l.input(2), y);
  }
}
