package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Transposed convolution over any number of spatial dimensions: every input element adds the weight
 * times itself to a window of the output.
 *
 * <p>Inputs: x {@code [N, C, spatial...]}, weight {@code [C, M / group, kernel...]}, optional bias
 * {@code [M]}. Output: {@code [N, M, spatial...]}.
 *
 * @param window kernel, strides, dilations and padding of the output
 * @param group groups of channels that are convolved separately
 * @param outputPadding elements added at the end of each output dimension; empty for none
 * @param outputShape output dimensions from which the padding follows; empty if not given
 */
public record ConvTranspose(Window window, int group, int[] outputPadding, int[] outputShape)
    implements Op {
  /**
   * The convolution that leads derivatives with respect to the output back to the input: of the
   * derivative and the weight.
   *
   * @param x shape of the input, known
   * @param w shape of the weight, known
   */
  public Conv inputGradient(Shape x, Shape w) {
    return new Conv(Window.explicit(backwards(x, w)), group);
  }

  /**
   * The operator that gives the derivative with respect to the weight, of the derivative with
   * respect to the output and the input.
   */
  public ConvWeightGradient weightGradient(Shape x, Shape w) {
    return new ConvWeightGradient(Window.explicit(backwards(x, w)), group);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    in.require(in.dtype(1) == dtype, "weight has type " + in.dtype(1) + ", input " + dtype);
    in.require(!in.has(2) || in.dtype(2) == dtype, "bias has another type than the input");
    in.require(group >= 1, "group must be at least 1, but is " + group);
    Shape x = in.shape(0);
    Shape w = in.shape(1);
    if (x == null || w == null) {
      return List.of(new TensorType(dtype, null));
    }
    in.require(
        x.rank() >= 3 && w.rank() == x.rank(),
        "input [N, C, spatial...] and weight need the same rank of at least 3, got "
            + x
            + " and "
            + w);
    in.require(
        x.dim(1) == w.dim(0) || x.dim(1) == Shape.UNKNOWN || w.dim(0) == Shape.UNKNOWN,
        "input " + x + " and weight " + w + " differ in channels");
    in.require(
        w.dim(0) == Shape.UNKNOWN || w.dim(0) % group == 0,
        w.dim(0) + " input channels are not divisible by " + group + " groups");
    int rank = x.rank() - 2;
    int m = w.dim(1) == Shape.UNKNOWN ? Shape.UNKNOWN : Math.multiplyExact(w.dim(1), group);
    Shape bias = in.has(2) ? in.shape(2) : null;
    Shapes.merge(Shape.of(m), bias);
    Shape y = x.slice(0, 1).concat(Shape.of(m));
    for (int i = 0; i < rank; i++) {
      int size = x.dim(2 + i);
      int taps = kernel(w, i);
      boolean known = size != Shape.UNKNOWN && taps != Shape.UNKNOWN;
      boolean fixed = outputShape.length > 0;
      y =
          y.concat(
              Shape.of(
                  fixed
                      ? fixedOutput(i, rank)
                      : known ? extent(i, rank, size, taps)[2] : Shape.UNKNOWN));
    }
    return List.of(new TensorType(dtype, y));
  }

  private int kernel(Shape w, int i) {
    int given = window.kernel().length == 0 ? Shape.UNKNOWN : window.kernel()[i];
    int dim = w.dim(2 + i);
    if (given != Shape.UNKNOWN && dim != Shape.UNKNOWN && given != dim) {
      throw new IllegalArgumentException(
          "kernel_shape is " + given + " in dimension " + i + ", but the weight is " + w);
    }
    return dim == Shape.UNKNOWN ? given : dim;
  }

  /** The given output size; some files list batch and channels in front. */
  private int fixedOutput(int i, int rank) {
    if (outputShape.length != rank && outputShape.length != rank + 2) {
      throw new IllegalArgumentException(
          "output_shape has " + outputShape.length + " values for " + rank + " dimensions");
    }
    return outputShape[outputShape.length - rank + i];
  }

  /** Padding at the beginning and at the end of dimension i, and its output size. */
  private int[] extent(int i, int rank, int in, int taps) {
    Window w = window;
    if (outputPadding.length != 0 && outputPadding.length != rank) {
      throw new IllegalArgumentException(
          "output_padding has " + outputPadding.length + " values for " + rank + " dimensions");
    }
    long stride = w.strides().length == 0 ? 1 : w.strides()[i];
    long dilation = w.dilations().length == 0 ? 1 : w.dilations()[i];
    long extra = outputPadding.length == 0 ? 0 : outputPadding[i];
    long full = stride * (in - 1L) + extra + (taps - 1) * dilation + 1;
    boolean same = w.autoPad() == AutoPad.SAME_UPPER || w.autoPad() == AutoPad.SAME_LOWER;
    long begin = 0;
    long end = 0;
    if (outputShape.length > 0 || same) {
      long out = outputShape.length > 0 ? fixedOutput(i, rank) : in * stride;
      long total = Math.max(0, full - out);
      begin = w.autoPad() == AutoPad.SAME_UPPER ? total / 2 : total - total / 2;
      end = full - out - begin;
    } else if (w.autoPad() == AutoPad.NOTSET && w.pads().length > 0) {
      begin = w.pads()[i];
      end = w.pads()[i + rank];
    }
    int out = Math.toIntExact(full - begin - end);
    if (out < 0) {
      throw new IllegalArgumentException("the padding is larger than the output of dimension " + i);
    }
    return new int[] {Math.toIntExact(begin), Math.toIntExact(end), out};
  }

  /** The convolution that leads from output to input: its windows are the input elements. */
  private Spatial backwards(Shape x, Shape w) {
    int rank = x.rank() - 2;
    int[] in = x.slice(2, x.rank()).dims();
    int[] taps = w.slice(2, w.rank()).dims();
    // Checks the lengths of the attributes.
    Window plain =
        new Window(
            AutoPad.SAME_UPPER, taps, window.strides(), window.dilations(), window.pads(), false);
    Spatial shape = plain.resolve(in, taps);
    int[] begin = new int[rank];
    int[] end = new int[rank];
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int[] extent = extent(i, rank, in[i], kernel(w, i));
      begin[i] = extent[0];
      end[i] = extent[1];
      out[i] = extent[2];
    }
    return new Spatial(out, taps, shape.strides(), shape.dilations(), begin, end, in);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor w = in.tensor(1);
    Tensor bias = in.tensorOrNull(2);
    Spatial s = backwards(x.shape(), w.shape());
    int batch = x.shape().dim(0);
    int inChannels = x.shape().dim(1);
    int groupOut = w.shape().dim(1);
    int outChannels = groupOut * group;
    int outPixels = s.inPixels();
    double[] y = new double[Math.multiplyExact(Math.multiplyExact(batch, outChannels), outPixels)];
    if (bias != null) {
      double[] b = bias.toDoubles();
      for (int i = 0; i < batch * outChannels; i++) {
        Arrays.fill(y, i * outPixels, (i + 1) * outPixels, b[i % outChannels]);
      }
    }
    scatter(s, batch, inChannels, groupOut, x.toDoubles(), w.toDoubles(), y);
    Shape shape = Shape.of(batch, outChannels).concat(Shape.of(s.in()));
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  private void scatter(
      Spatial s, int batch, int inChannels, int groupOut, double[] x, double[] w, double[] y) {
    int inPixels = s.outPixels();
    int outPixels = s.inPixels();
    int taps = s.taps();
    int groupIn = inChannels / group;
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < inPixels; p++) {
      at.moveTo(p);
      for (int nc = 0; nc < batch * inChannels; nc++) {
        int c = nc % inChannels;
        double v = x[nc * inPixels + p];
        int yAt = (nc / inChannels * group + c / groupIn) * groupOut * outPixels;
        int wAt = c * groupOut * taps;
        for (int m = 0; m < groupOut; m++) {
          for (int t = 0; t < at.count; t++) {
            y[yAt + at.offset[t]] += v * w[wAt + at.tap[t]];
          }
          yAt += outPixels;
          wAt += taps;
        }
      }
    }
  }

  private boolean isFast(DType dtype, Shape x, Shape w, Shape y) {
    return dtype == DType.FLOAT
        && x.rank() <= 4
        && x.size() > 0
        && w.size() > 0
        && y.size() > 0
        && backwards(x, w).suitsKernels(x.dim(1));
  }

  private List<TransposedPhase> phases(Shape x, Shape w) {
    return TransposedPhase.all(backwards(x, w), x.dim(0), x.dim(1), group * w.dim(1), group);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    Shape x = q.shape(0);
    Shape w = q.shape(1);
    if (q.constant(0) != null || !isFast(q.dtype(0), x, w, q.outputShape(0))) {
      return LayoutChoice.PLAIN;
    }
    List<Layout> layouts =
        ConvTransposeSteps.layouts(phases(x, w), q.kernels(), q.accuracy(), q.threads());
    return layouts.isEmpty()
        ? LayoutChoice.PLAIN
        : new LayoutChoice(List.of(layouts.get(0)), layouts.get(1));
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape w = l.shape(1);
    if (l.constant(0) != null || !isFast(l.dtype(0), x, w, l.outputShape(0))) {
      l.reference();
      return;
    }
    List<TransposedPhase> phases = phases(x, w);
    if (ConvTransposeSteps.layouts(phases, l.kernels(), l.accuracy(), l.threads()).isEmpty()) {
      l.reference();
    } else {
      ConvTransposeSteps.emit(l, backwards(x, w), phases);
    }
  }
}
