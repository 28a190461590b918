package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.ConvGradientKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a {@link Conv} with respect to its weight. Not an operator of the standard;
 * training needs it.
 *
 * <p>Inputs: the convolution's input {@code [N, C, spatial...]}, and the derivative with respect to
 * its output {@code [N, M, spatial...]}. Output: {@code [M, C / group, kernel...]}.
 *
 * @param window strides, dilations and padding, and the kernel, which must be given
 * @param group groups of channels that are convolved separately
 */
public record ConvWeightGradient(Window window, int group) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    in.require(in.dtype(1) == dtype, "the derivative has type " + in.dtype(1) + ", not " + dtype);
    Shape x = in.shape(0);
    Shape dy = in.shape(1);
    if (x == null || dy == null || !x.isKnown() || !dy.isKnown()) {
      return List.of(new TensorType(dtype, null));
    }
    in.require(
        x.rank() >= 3 && dy.rank() == x.rank() && window.kernel().length == x.rank() - 2,
        "input " + x + ", derivative " + dy + " and kernel_shape need the same spatial dimensions");
    in.require(
        group >= 1 && x.dim(1) % group == 0 && dy.dim(1) % group == 0,
        group + " groups do not divide " + x.dim(1) + " and " + dy.dim(1) + " channels");
    Shape w = weight(x, dy);
    int[] out = ConvRule.resolve(window, x, w).out();
    Shape expected = Shape.of(x.dim(0), dy.dim(1)).concat(Shape.of(out));
    in.require(dy.equals(expected), "the derivative " + dy + " is not of shape " + expected);
    return List.of(new TensorType(dtype, w));
  }

  private Shape weight(Shape x, Shape dy) {
    return Shape.of(dy.dim(1), x.dim(1) / group).concat(Shape.of(window.kernel()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor dy = in.tensor(1);
    Shape w = weight(x.shape(), dy.shape());
    Spatial s = ConvRule.resolve(window, x.shape(), w);
    double[] xs = x.toDoubles();
    double[] ds = dy.toDoubles();
    double[] y = new double[w.size()];
    int inChannels = x.shape().dim(1);
    int outChannels = w.dim(0);
    int groupIn = w.dim(1);
    int groupOut = outChannels / group;
    int taps = s.taps();
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < s.outPixels(); p++) {
      at.moveTo(p);
      for (int nm = 0; nm < x.shape().dim(0) * outChannels; nm++) {
        int m = nm % outChannels;
        double d = ds[nm * s.outPixels() + p];
        int xAt = (nm / outChannels * inChannels + m / groupOut * groupIn) * s.inPixels();
        int yAt = m * groupIn * taps;
        for (int c = 0; c < groupIn; c++) {
          for (int t = 0; t < at.count; t++) {
            y[yAt + at.tap[t]] += d * xs[xAt + at.offset[t]];
          }
          xAt += s.inPixels();
          yAt += taps;
        }
      }
    }
    return List.of(Tensor.of(x.dtype(), w, Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    ConvShape s = kernelShape(q.dtype(0), q.shape(0), q.shape(1));
    if (s == null || q.constant(0) != null || q.constant(1) != null) {
      return LayoutChoice.PLAIN;
    }
    ConvGradientKernel kernel = q.kernels().convGradient().prepare(s, q.threads());
    return new LayoutChoice(List.of(kernel.input(), kernel.output()), Layout.PLAIN);
  }

  @Override
  public void lower(Lowering l) {
    ConvShape s = kernelShape(l.dtype(0), l.shape(0), l.shape(1));
    if (s == null || l.constant(0) != null || l.constant(1) != null) {
      l.reference();
      return;
    }
    ConvGradientKernel kernel = l.kernels().convGradient().prepare(s, l.threads());
    l.multiplyAdds(s.macs());
    l.emitKernel(kernel, l.input(0), l.input(1), null, null, null, l.output(0));
  }

  /** Sizes for the kernel, null if only the reference evaluation can do it. */
  private @Nullable ConvShape kernelShape(DType dtype, Shape x, Shape dy) {
    if (dtype != DType.FLOAT || x.size() == 0 || dy.size() == 0) {
      return null;
    }
    Spatial s = ConvRule.resolve(window, x, weight(x, dy)).withoutUnits();
    return s.rank() > 2 || !s.suitsKernels(x.dim(1))
        ? null
        : ConvRule.kernelShape(s, x.dim(0), x.dim(1), dy.dim(1), group);
  }
}
