package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Shape rule and plain computation that all convolutions share, whatever their element types. */
final class ConvRule {
  private ConvRule() {}

  /** Checks input and weight, and gives the output shape; null if its rank is not known. */
  static @Nullable Shape infer(Inference in, Window window, int groups, int xAt, int wAt) {
    Shape x = in.shape(xAt);
    Shape w = in.shape(wAt);
    in.require(groups >= 1, "group must be at least 1, but is " + groups);
    if (x == null || w == null) {
      return null;
    }
    in.require(
        x.rank() >= 3 && w.rank() == x.rank(),
        "input [N, C, spatial...] and weight need the same rank of at least 3, got "
            + x
            + " and "
            + w);
    int rank = x.rank() - 2;
    int c = x.dim(1);
    int wc = w.dim(1);
    in.require(
        c == Shape.UNKNOWN || wc == Shape.UNKNOWN || c == (long) wc * groups,
        "input "
            + x
            + " has "
            + c
            + " channels, weight "
            + w
            + " with "
            + groups
            + " groups wants "
            + (long) wc * groups);
    int outChannels = w.dim(0);
    in.require(
        outChannels == Shape.UNKNOWN || outChannels % groups == 0,
        outChannels + " output channels are not divisible by " + groups + " groups");
    int[] taps = taps(in, window, w, rank);
    return x.slice(0, 1).concat(w.slice(0, 1)).concat(window.infer(in, x.slice(2, x.rank()), taps));
  }

  private static int[] taps(Inference in, Window window, Shape w, int rank) {
    int[] taps = w.slice(2, w.rank()).dims();
    int[] given = window.kernel();
    in.require(
        given.length == 0 || given.length == rank,
        "kernel_shape has " + given.length + " values for " + rank + " spatial dimensions");
    for (int i = 0; i < given.length; i++) {
      in.require(
          taps[i] == Shape.UNKNOWN || taps[i] == given[i],
          "kernel_shape is " + given[i] + " in dimension " + i + ", but the weight is " + w);
      taps[i] = given[i];
    }
    return taps;
  }

  /** Checks that an optional input holds one value per output channel. */
  static void checkPerChannel(Inference in, int i, @Nullable Shape w) {
    Shape b = in.has(i) ? in.shape(i) : null;
    if (b == null || w == null) {
      return;
    }
    in.require(
        b.rank() == 1
            && (b.dim(0) == w.dim(0) || b.dim(0) == Shape.UNKNOWN || w.dim(0) == Shape.UNKNOWN),
        "bias must have one value per output channel of weight " + w + ", but has shape " + b);
  }

  /** The window of a convolution whose shapes are known. */
  static Spatial resolve(Window window, Shape x, Shape w) {
    return window.resolve(x.slice(2, x.rank()).dims(), w.slice(2, w.rank()).dims());
  }

  /**
   * The convolution itself, without bias.
   *
   * @param x {@code [batch, inChannels, in...]}
   * @param w {@code [outChannels, inChannels / groups, kernel...]}
   * @return {@code [batch, outChannels, out...]}
   */
  static double[] convolve(
      Spatial s, int batch, int inChannels, int outChannels, int groups, double[] x, double[] w) {
    int inPixels = s.inPixels();
    int outPixels = s.outPixels();
    int taps = s.taps();
    int groupIn = inChannels / groups;
    int groupOut = outChannels / groups;
    double[] y = new double[Math.multiplyExact(Math.multiplyExact(batch, outChannels), outPixels)];
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < outPixels; p++) {
      at.moveTo(p);
      for (int n = 0; n < batch; n++) {
        for (int o = 0; o < outChannels; o++) {
          int xAt = (n * inChannels + o / groupOut * groupIn) * inPixels;
          int wAt = o * groupIn * taps;
          double sum = 0;
          for (int c = 0; c < groupIn; c++) {
            for (int t = 0; t < at.count; t++) {
              sum += x[xAt + at.offset[t]] * w[wAt + at.tap[t]];
            }
            xAt += inPixels;
            wAt += taps;
          }
          y[(n * outChannels + o) * outPixels + p] = sum;
        }
      }
    }
    return y;
  }

  /** Sizes for the kernel of a convolution with at most two spatial dimensions. */
  static ConvShape kernelShape(Spatial s, int batch, int inChannels, int outChannels, int groups) {
    return new ConvShape(
        batch,
        inChannels,
        s.inHeight(),
        s.inWidth(),
        outChannels,
        s.outHeight(),
        s.outWidth(),
        s.kernelHeight(),
        s.kernelWidth(),
        s.strideHeight(),
        s.strideWidth(),
        s.dilationHeight(),
        s.dilationWidth(),
        s.padTop(),
        s.padLeft(),
        groups);
  }
}
