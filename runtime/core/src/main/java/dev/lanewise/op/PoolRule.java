package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolShape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pooling operators share: shape rules, and layouts of values that are pooled plane by plane.
 */
final class PoolRule {
  private PoolRule() {}

  /** Shape of the output of a window that slides over x; null if the rank of x is not known. */
  static @Nullable Shape infer(Inference in, Window window) {
    Shape x = in.shape(0);
    in.require(window.kernel().length > 0, "kernel_shape is missing");
    if (x == null) {
      return null;
    }
    in.require(x.rank() >= 3, "input must be [N, C, spatial...], but has shape " + x);
    return x.slice(0, 2).concat(window.infer(in, x.slice(2, x.rank()), window.kernel()));
  }

  /** Shape of the output of a global pooling: one pixel per channel. */
  static @Nullable Shape inferGlobal(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    Shape x = in.shape(0);
    if (x == null) {
      return null;
    }
    in.require(x.rank() >= 3, "input must be [N, C, spatial...], but has shape " + x);
    int[] ones = new int[x.rank() - 2];
    java.util.Arrays.fill(ones, 1);
    return x.slice(0, 2).concat(Shape.of(ones));
  }

  /** The window over an input of known shape. */
  static Spatial resolve(Window window, Shape x) {
    return window.resolve(x.slice(2, x.rank()).dims(), window.kernel());
  }

  /** Whether kernels can do it on an x that is not empty. */
  static boolean suitsKernels(Window window, Shape x) {
    return resolve(window, x).suitsKernels(x.dim(1));
  }

  /** The layout x comes in, kept for the output. */
  static LayoutChoice keepLayout(LayoutQuery q) {
    Layout layout = q.layout(0);
    return q.dtype(0) == DType.FLOAT
        ? new LayoutChoice(List.of(layout), layout)
        : LayoutChoice.PLAIN;
  }

  /** Sizes for the kernel of a pooling with at most two spatial dimensions. */
  static PoolShape kernelShape(Spatial window, int batch, int channels) {
    Spatial s = window.withoutUnits();
    return new PoolShape(
        batch,
        channels,
        s.inHeight(),
        s.inWidth(),
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
        s.padBottom(),
        s.padRight());
  }

  /**
   * The parts of a pooling over three dimensions: first height and width, then depth, with the
   * pixels of a plane as the width of the second.
   */
  static List<Spatial> split(Spatial s) {
    Spatial planes = part(s, 1, 3);
    int pixels = planes.outPixels();
    Spatial depth =
        new Spatial(
            new int[] {s.in()[0], pixels},
            new int[] {s.kernel()[0], 1},
            new int[] {s.strides()[0], 1},
            new int[] {s.dilations()[0], 1},
            new int[] {s.begin()[0], 0},
            new int[] {s.end()[0], 0},
            new int[] {s.out()[0], pixels});
    return List.of(planes, depth);
  }

  private static Spatial part(Spatial s, int from, int to) {
    return new Spatial(
        java.util.Arrays.copyOfRange(s.in(), from, to),
        java.util.Arrays.copyOfRange(s.kernel(), from, to),
        java.util.Arrays.copyOfRange(s.strides(), from, to),
        java.util.Arrays.copyOfRange(s.dilations(), from, to),
        java.util.Arrays.copyOfRange(s.begin(), from, to),
        java.util.Arrays.copyOfRange(s.end(), from, to),
        java.util.Arrays.copyOfRange(s.out(), from, to));
  }
}
