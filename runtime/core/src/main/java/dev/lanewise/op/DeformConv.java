package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
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
 * Convolution whose taps are moved by given offsets, per output pixel; the input is interpolated
 * linearly and 0 outside.
 *
 * <p>Inputs: x {@code [N, C, in...]}, weight {@code [O, C / groups, kernel...]}, offset {@code [N,
 * offsetGroups · taps · r, out...]} for r spatial dimensions, optionally bias {@code [O]} and a
 * factor for every tap, {@code [N, offsetGroups · taps, out...]}. Output {@code [N, O, out...]}.
 *
 * @param window kernel, strides, dilations and padding
 * @param groups groups of channels of the convolution
 * @param offsetGroups groups of input channels that share offsets and factors
 */
public record DeformConv(Window window, int groups, int offsetGroups) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i < Math.min(in.inputs(), 5); i++) {
      in.require(
          !in.has(i) || in.dtype(i) == dtype,
          "all inputs must be " + dtype + ", but input " + i + " is not");
    }
    Shape x = in.shape(0);
    Shape w = in.shape(1);
    in.require(offsetGroups >= 1, "offset_group must be at least 1, but is " + offsetGroups);
    Shape y = ConvRule.infer(in, window, groups, 0, 1);
    ConvRule.checkPerChannel(in, 3, w);
    if (y == null || x == null || w == null) {
      return List.of(new TensorType(dtype, y));
    }
    in.require(
        x.dim(1) == Shape.UNKNOWN || x.dim(1) % offsetGroups == 0,
        x.dim(1) + " input channels are not divisible by " + offsetGroups + " offset groups");
    Shape kernel = w.slice(2, w.rank());
    if (kernel.isKnown()) {
      int perPixel = Math.multiplyExact(offsetGroups, kernel.size());
      checkPerPixel(in, 2, "offset", y, Math.multiplyExact(perPixel, kernel.rank()));
      checkPerPixel(in, 4, "mask", y, perPixel);
    }
    return List.of(new TensorType(dtype, y));
  }

  /** Checks that an input is {@code [N, count, out...]}. */
  private static void checkPerPixel(Inference in, int i, String name, Shape y, int count) {
    @Nullable Shape given = in.has(i) ? in.shape(i) : null;
    if (given != null) {
      Shape wanted = y.with(1, count);
      boolean fits = given.rank() == wanted.rank();
      for (int d = 0; fits && d < wanted.rank(); d++) {
        int a = given.dim(d);
        int b = wanted.dim(d);
        fits = a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
      }
      in.require(fits, name + " must have shape " + wanted + ", but has " + given);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape xs = x.shape();
    Shape ws = in.tensor(1).shape();
    Spatial s = ConvRule.resolve(window, xs, ws);
    double[] values = x.toDoubles();
    double[] weights = in.tensor(1).toDoubles();
    double[] offsets = in.tensor(2).toDoubles();
    double[] bias = in.has(3) ? in.tensor(3).toDoubles() : new double[ws.dim(0)];
    double @Nullable [] mask = in.has(4) ? in.tensor(4).toDoubles() : null;
    int channels = xs.dim(1);
    int outChannels = ws.dim(0);
    int taps = s.taps();
    int outPixels = s.outPixels();
    int groupIn = channels / groups;
    int groupOut = outChannels / groups;
    Shape shape = xs.slice(0, 1).concat(ws.slice(0, 1)).concat(Shape.of(s.out()));
    double[] y = new double[shape.size()];
    double[] column = new double[Math.multiplyExact(channels, taps)];
    GridTaps at = new GridTaps(ResizeMode.LINEAR, GridPadding.ZEROS, true, s.in());
    for (int n = 0; n < xs.dim(0); n++) {
      for (int p = 0; p < outPixels; p++) {
        sample(s, n, p, channels, at, values, offsets, mask, column);
        for (int o = 0; o < outChannels; o++) {
          int first = o / groupOut * groupIn * taps;
          double sum = bias[o];
          for (int k = 0; k < groupIn * taps; k++) {
            sum += column[first + k] * weights[o * groupIn * taps + k];
          }
          y[(n * outChannels + o) * outPixels + p] = sum;
        }
      }
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  /** Fills {@code column[channel][tap]} with what image n has under window p. */
  private void sample(
      Spatial s,
      int n,
      int p,
      int channels,
      GridTaps at,
      double[] x,
      double[] offsets,
      double @Nullable [] mask,
      double[] column) {
    int rank = s.rank();
    int taps = s.taps();
    int inPixels = s.inPixels();
    int outPixels = s.outPixels();
    int perGroup = channels / offsetGroups;
    for (int g = 0; g < offsetGroups; g++) {
      for (int t = 0; t < taps; t++) {
        int tap = (n * offsetGroups + g) * taps + t;
        at.begin();
        for (int d = 0; d < rank; d++) {
          int window = p / Spatial.product(s.out(), d + 1) % s.out()[d];
          int k = t / Spatial.product(s.kernel(), d + 1) % s.kernel()[d];
          double start = (double) window * s.strides()[d] - s.begin()[d];
          double moved = offsets[(tap * rank + d) * outPixels + p];
          at.axis(d, start + (double) k * s.dilations()[d] + moved);
        }
        double factor = mask == null ? 1 : mask[tap * outPixels + p];
        for (int c = g * perGroup; c < (g + 1) * perGroup; c++) {
          double sum = 0;
          for (int i = 0; i < at.count; i++) {
            sum += x[(n * channels + c) * inPixels + at.offset[i]] * at.weight[i];
          }
          column[c * taps + t] = sum * factor;
        }
      }
    }
  }
}
