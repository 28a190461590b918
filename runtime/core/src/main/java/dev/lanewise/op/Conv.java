package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Epilogue;
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
 * Convolution over any number of spatial dimensions.
 *
 * <p>Inputs: x {@code [N, C, spatial...]}, weight {@code [M, C / group, kernel...]}, optional bias
 * {@code [M]}, then the residual (output shape) and the PRelu slope {@code [M]} if the epilogue has
 * them. Output: {@code [N, M, spatial...]}.
 *
 * @param window kernel, strides, dilations and padding
 * @param group groups of channels that are convolved separately
 * @param epilogue applied to the sum
 * @param exact whether only plain sums of products will do, so that integers stay exact
 */
public record Conv(Window window, int group, Epilogue epilogue, boolean exact)
    implements HasEpilogue {
  /** Without an epilogue. */
  public Conv(Window window, int group) {
    this(window, group, Epilogue.NONE, false);
  }

  @Override
  public int channelAxis() {
    return 1;
  }

  /** The same with another epilogue; its inputs come after the bias. */
  @Override
  public Conv withEpilogue(Epilogue other) {
    return new Conv(window, group, other, exact);
  }

  /**
   * The operator that leads derivatives with respect to the output back to the input: of the
   * derivative and the weight.
   *
   * @param x shape of the input, known
   * @param w shape of the weight, known
   */
  public ConvTranspose inputGradient(Shape x, Shape w) {
    Spatial s = ConvRule.resolve(window, x, w);
    int[] left = new int[s.rank()];
    for (int i = 0; i < left.length; i++) {
      int span = (s.kernel()[i] - 1) * s.dilations()[i] + 1;
      left[i] = s.in()[i] + s.begin()[i] + s.end()[i] - span - (s.out()[i] - 1) * s.strides()[i];
    }
    return new ConvTranspose(Window.explicit(s), group, left, new int[0]);
  }

  /** The operator that gives the derivative with respect to the weight, for known shapes. */
  public ConvWeightGradient weightGradient(Shape x, Shape w) {
    return new ConvWeightGradient(Window.explicit(ConvRule.resolve(window, x, w)), group);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    in.require(in.dtype(1) == dtype, "weight has type " + in.dtype(1) + ", input " + dtype);
    in.require(!in.has(2) || in.dtype(2) == dtype, "bias has another type than the input");
    Shape w = in.shape(1);
    Shape y = ConvRule.infer(in, window, group, 0, 1);
    ConvRule.checkPerChannel(in, 2, w);
    Epilogues.check(in, epilogue, STANDARD_INPUTS, y, w == null ? Shape.UNKNOWN : w.dim(0));
    return List.of(new TensorType(dtype, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor w = in.tensor(1);
    Tensor bias = in.tensorOrNull(2);
    Spatial s = ConvRule.resolve(window, x.shape(), w.shape());
    int batch = x.shape().dim(0);
    int outChannels = w.shape().dim(0);
    double[] y =
        ConvRule.convolve(
            s, batch, x.shape().dim(1), outChannels, group, x.toDoubles(), w.toDoubles());
    int pixels = s.outPixels();
    if (bias != null) {
      double[] b = bias.toDoubles();
      for (int i = 0; i < y.length; i++) {
        y[i] += b[i / pixels % outChannels];
      }
    }
    Epilogues.apply(in, epilogue, STANDARD_INPUTS, y, outChannels, pixels);
    Shape shape = Shape.of(batch, outChannels).concat(Shape.of(s.out()));
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    ConvShape s = kernelShape(q.dtype(0), q.shape(0), q.shape(1));
    // A constant stays plain; with an image that is one, at most the weight is computed.
    if (s == null || q.constant(0) != null) {
      return LayoutChoice.PLAIN;
    }
    ConvKernel kernel =
        q.kernels().conv().prepare(s, epilogue, accuracy(q.accuracy()), q.threads());
    Layout residual = epilogue.residual() ? kernel.output() : Layout.PLAIN;
    return new LayoutChoice(
        List.of(kernel.input(), Layout.PLAIN, Layout.PLAIN, residual), kernel.output());
  }

  @Override
  public void lower(Lowering l) {
    ConvShape s = kernelShape(l.dtype(0), l.shape(0), l.shape(1));
    if (s == null || l.constant(0) != null) {
      l.reference();
      return;
    }
    ConvKernel kernel =
        l.kernels().conv().prepare(s, epilogue, accuracy(l.accuracy()), l.threads());
    Ref w = l.packed(1, kernel.packing());
    l.multiplyAdds(s.macs());
    l.emitKernel(
        kernel,
        l.input(0),
        w,
        l.has(2) ? l.input(2) : null,
        Epilogues.residual(l, epilogue, STANDARD_INPUTS),
        Epilogues.slope(l, epilogue, STANDARD_INPUTS),
        l.output(0));
  }

  private Accuracy accuracy(Accuracy wanted) {
    return exact ? Accuracy.STRICT : wanted;
  }

  /** Sizes for the kernel, null if only the reference evaluation can do it. */
  private @Nullable ConvShape kernelShape(DType dtype, Shape x, Shape w) {
    if (dtype != DType.FLOAT || x.size() == 0 || w.size() == 0) {
      return null;
    }
    Spatial s = ConvRule.resolve(window, x, w).withoutUnits();
    boolean suits = s.rank() <= 2 && s.outPixels() > 0 && s.suitsKernels(x.dim(1));
    return !suits ? null : ConvRule.kernelShape(s, x.dim(0), x.dim(1), w.dim(0), group);
  }
}
