package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What losses of classified samples share: input 0 has something for every class, {@code [N, C,
 * d...]}, input 1 the right class of every sample, INT32 or INT64 {@code [N, d...]}, the optional
 * input 2 a weight for every class, {@code [C]}.
 */
final class ClassLoss {
  private ClassLoss() {}

  /** Checks the inputs and gives the shape of the loss; null if its rank is not known. */
  static @Nullable Shape infer(Inference in, LossReduction reduction) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(
        in.dtype(1) == DType.INT32 || in.dtype(1) == DType.INT64,
        "classes must be int32 or int64, but are " + in.dtype(1));
    Shape x = in.shape(0);
    in.require(x == null || x.rank() >= 2, "needs [N, C, d...], but the input has shape " + x);
    @Nullable Shape samples = x == null ? null : x.slice(0, 1).concat(x.slice(2, x.rank()));
    samples = Shapes.merge(in.shape(1), samples);
    if (in.has(2)) {
      Shape w = in.shape(2);
      in.require(in.dtype(2) == dtype, "weights must be " + dtype + ", but are " + in.dtype(2));
      in.require(
          w == null
              || (w.rank() == 1
                  && (x == null
                      || x.dim(1) == w.dim(0)
                      || x.dim(1) == Shape.UNKNOWN
                      || w.dim(0) == Shape.UNKNOWN)),
          "there must be one weight per class of " + x + ", but they have shape " + w);
    }
    return reduction == LossReduction.NONE ? samples : Shape.SCALAR;
  }

  /**
   * The loss.
   *
   * @param x logarithms of probabilities, shaped as input 0
   * @param ignored class of samples that do not count, null for none
   */
  static Tensor evaluate(
      Evaluation in, double[] x, LossReduction reduction, @Nullable Long ignored) {
    Shape shape = in.tensor(0).shape();
    DType dtype = in.tensor(0).dtype();
    Shape samples = shape.slice(0, 1).concat(shape.slice(2, shape.rank()));
    if (!samples.equals(in.tensor(1).shape())) {
      throw in.fail("classes must have shape " + samples + ", but are " + in.tensor(1));
    }
    long[] classes = in.tensor(1).toLongs();
    Tensor weights = in.tensorOrNull(2);
    double @Nullable [] weight = weights == null ? null : weights.toDoubles();
    int count = shape.dim(1);
    int inner = shape.size(2, shape.rank());
    if (weight != null && weight.length != count) {
      throw in.fail("there are " + weight.length + " weights for " + count + " classes");
    }
    double[] losses = new double[classes.length];
    double sum = 0;
    double total = 0;
    for (int i = 0; i < classes.length; i++) {
      long c = classes[i];
      if (ignored != null && c == ignored) {
        continue;
      }
      if (c < 0 || c >= count) {
        throw in.fail("sample " + i + " is of class " + c + ", but there are " + count);
      }
      double w = weight == null ? 1 : weight[(int) c];
      losses[i] = -x[(i / inner * count + (int) c) * inner + i % inner] * w;
      sum += losses[i];
      total += w;
    }
    if (reduction == LossReduction.NONE) {
      return Tensor.of(dtype, samples, Elements.fromDoubles(dtype, losses));
    }
    double loss = reduction == LossReduction.SUM ? sum : sum / total;
    return Tensor.of(dtype, Shape.SCALAR, Elements.fromDoubles(dtype, new double[] {loss}));
  }
}
