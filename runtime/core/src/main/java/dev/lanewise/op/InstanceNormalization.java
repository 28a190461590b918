package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
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
 * Normalises each channel of each image of {@code [N, C, spatial...]} to mean 0 and variance 1,
 * then applies scale {@code [C]} and bias {@code [C]} (inputs 1 and 2).
 *
 * @param epsilon added to the variance
 */
public record InstanceNormalization(float epsilon) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    Shape x = in.shape(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    in.require(x == null || x.rank() >= 3, "input must be [N, C, spatial...], but has shape " + x);
    for (int i = 1; i < 3; i++) {
      in.require(in.dtype(i) == dtype, "scale and bias need the type of the input");
      Shapes.merge(Shape.of(x == null ? Shape.UNKNOWN : x.dim(1)), in.shape(i));
    }
    return List.of(new TensorType(dtype, x));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int channels = x.shape().dim(1);
    int n = x.shape().size(2, x.shape().rank());
    double[] y = x.toDoubles();
    double[] scale = in.tensor(1).toDoubles();
    double[] bias = in.tensor(2).toDoubles();
    for (int row = 0; row < x.shape().dim(0) * channels; row++) {
      RowMoments m = RowMoments.of(y, row * n, n);
      double factor = scale[row % channels] / Math.sqrt(m.variance() + epsilon);
      for (int i = row * n; i < (row + 1) * n; i++) {
        y[i] = (y[i] - m.mean()) * factor + bias[row % channels];
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
    int channels = shape.dim(1);
    int n = shape.size(2, shape.rank());
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref scale = l.input(1);
    Ref bias = l.input(2);
    Ref y = l.output(0);
    Normalize kernel = l.kernels().normalize();
    l.emitRange(
        "instance norm",
        shape.dim(0) * channels,
        1 + GRAIN / n,
        (f, from, to) -> {
          for (int row = from; row < to; row++) {
            kernel.rowNorm(
                f.floats(x),
                x.offset() + row * n,
                f.floats(scale),
                scale.offset() + row % channels,
                f.floats(bias),
                bias.offset() + row % channels,
                epsilon,
                f.floats(y),
                y.offset() + row * n,
                1,
                n);
          }
        });
  }
}
