package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolShape;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every back end's pooling must do, in any layout: exact maxima, means within the error of a
 * sum as long as a window, and no plane touched but those asked for.
 */
public abstract class PoolContract {
  private static final int[] BLOCKS = {1, 4, 8, 16};
  private static final float FILLER = 0.75f;

  /** The kernels to test. */
  protected abstract Pool pool();

  /** Kinds of windows: inside, in the padding, overhanging, dilated, larger than the input. */
  public static Stream<PoolShape> shapes() {
    return Stream.of(
        shape(1, 8, 12, 12, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1),
        shape(2, 19, 11, 14, 3, 3, 2, 2, 1, 1, 0, 0, 0, 0),
        shape(1, 5, 9, 9, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
        shape(1, 16, 8, 10, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0),
        shape(1, 3, 7, 9, 2, 2, 2, 2, 1, 1, 0, 0, 1, 1),
        shape(3, 7, 13, 13, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2),
        shape(1, 9, 6, 40, 1, 4, 1, 3, 1, 1, 0, 2, 0, 1),
        shape(1, 12, 15, 11, 3, 2, 2, 1, 2, 3, 1, 2, 2, 1),
        shape(1, 4, 3, 3, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2),
        shape(1, 11, 7, 7, 7, 7, 1, 1, 1, 1, 0, 0, 0, 0),
        shape(1, 2, 1, 33, 1, 3, 1, 2, 1, 1, 0, 1, 0, 1),
        overhanging(1, 10, 8, 8, 4, 4, 3, 2, 0, 0),
        overhanging(2, 6, 7, 6, 4, 4, 3, 2, 1, 1));
  }

  private static PoolShape shape(
      int batch,
      int channels,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int dilationHeight,
      int dilationWidth,
      int top,
      int left,
      int bottom,
      int right) {
    return new PoolShape(
        batch,
        channels,
        height,
        width,
        outputs(height + top + bottom, kernelHeight, strideHeight, dilationHeight),
        outputs(width + left + right, kernelWidth, strideWidth, dilationWidth),
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        top,
        left,
        bottom,
        right);
  }

  private static int outputs(int padded, int kernel, int stride, int dilation) {
    return (padded - dilation * (kernel - 1) - 1) / stride + 1;
  }

  /** Square windows of which the last reach beyond the padding, as with ceil_mode. */
  private static PoolShape overhanging(
      int batch,
      int channels,
      int height,
      int width,
      int outHeight,
      int outWidth,
      int kernel,
      int stride,
      int pad,
      int padEnd) {
    return new PoolShape(
        batch, channels, height, width, outHeight, outWidth, kernel, kernel, stride, stride, 1, 1,
        pad, pad, padEnd, padEnd);
  }

  /** The largest element of each window. */
  @ParameterizedTest
  @MethodSource("shapes")
  public void takesTheLargest(PoolShape s) {
    float[] x = Sweep.random(s.batch() * s.channels() * s.inPixels(), 1);
    checkMax(s, x);
  }

  /** Windows of −∞ and NaN give −∞; NaN beside a number is passed over. */
  @ParameterizedTest
  @MethodSource("shapes")
  public void passesOverNan(PoolShape s) {
    float[] x = Sweep.random(s.batch() * s.channels() * s.inPixels(), 2);
    for (int i = 0; i < x.length; i++) {
      if (i % 3 != 0) {
        x[i] = i % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
      }
    }
    checkMax(s, x);
  }

  private void checkMax(PoolShape s, float[] x) {
    for (int block : BLOCKS) {
      Layout layout = new Layout(block);
      float[] y =
          run(
              s,
              layout,
              x,
              (in, out, from, to) ->
                  pool().max(s, layout, in.array(), in.at(), out.array(), out.at(), from, to));
      eachWindow(
          s,
          (plane, oy, ox) -> {
            float expected = Float.NEGATIVE_INFINITY;
            for (int ky = 0; ky < s.kernelHeight(); ky++) {
              for (int kx = 0; kx < s.kernelWidth(); kx++) {
                int at = tap(s, oy, ox, ky, kx);
                if (at >= 0 && x[plane * s.inPixels() + at] > expected) {
                  expected = x[plane * s.inPixels() + at];
                }
              }
            }
            float actual = y[plane * s.outPixels() + oy * s.outWidth() + ox];
            if (actual != expected) {
              assertThat(actual)
                  .as("plane %d, row %d, column %d", plane, oy, ox)
                  .isEqualTo(expected);
            }
          });
    }
  }

  /** Means with and without padding. */
  @ParameterizedTest
  @MethodSource("shapes")
  public void averages(PoolShape s) {
    float[] x = Sweep.random(s.batch() * s.channels() * s.inPixels(), 3);
    for (int block : BLOCKS) {
      checkAverage(s, new Layout(block), x, false);
      checkAverage(s, new Layout(block), x, true);
    }
  }

  private void checkAverage(PoolShape s, Layout layout, float[] x, boolean includePad) {
    float[] y =
        run(
            s,
            layout,
            x,
            (in, out, from, to) ->
                pool()
                    .average(
                        s,
                        layout,
                        includePad,
                        in.array(),
                        in.at(),
                        out.array(),
                        out.at(),
                        from,
                        to));
    eachWindow(
        s,
        (plane, oy, ox) -> {
          double sum = 0;
          double magnitude = 0;
          int count = 0;
          for (int ky = 0; ky < s.kernelHeight(); ky++) {
            for (int kx = 0; kx < s.kernelWidth(); kx++) {
              int at = tap(s, oy, ox, ky, kx);
              if (at >= 0) {
                sum += x[plane * s.inPixels() + at];
                magnitude += Math.abs(x[plane * s.inPixels() + at]);
              }
              if (at >= 0 || includePad && isPadding(s, oy, ox, ky, kx)) {
                count++;
              }
            }
          }
          int taps = s.kernelHeight() * s.kernelWidth();
          Sweep.check(
              "plane " + plane + ", row " + oy + ", column " + ox,
              y[plane * s.outPixels() + oy * s.outWidth() + ox],
              sum / count,
              SumCheck.tolerance(taps, magnitude / count));
        });
  }

  private static int tap(PoolShape s, int oy, int ox, int ky, int kx) {
    int iy = oy * s.strideHeight() - s.padTop() + ky * s.dilationHeight();
    int ix = ox * s.strideWidth() - s.padLeft() + kx * s.dilationWidth();
    boolean inside = iy >= 0 && iy < s.inHeight() && ix >= 0 && ix < s.inWidth();
    return inside ? iy * s.inWidth() + ix : -1;
  }

  private static boolean isPadding(PoolShape s, int oy, int ox, int ky, int kx) {
    int iy = oy * s.strideHeight() - s.padTop() + ky * s.dilationHeight();
    int ix = ox * s.strideWidth() - s.padLeft() + kx * s.dilationWidth();
    return iy < s.inHeight() + s.padBottom() && ix < s.inWidth() + s.padRight();
  }

  /** Mean and maximum of whole planes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 49, 64, 1023})
  public void poolsWholePlanes(int pixels) {
    int batch = 2;
    int channels = 19;
    float[] x = Sweep.random(batch * channels * pixels, pixels);
    PoolShape s =
        new PoolShape(batch, channels, 1, pixels, 1, 1, 1, pixels, 1, 1, 1, 1, 0, 0, 0, 0);
    for (int block : BLOCKS) {
      Layout layout = new Layout(block);
      float[] mean =
          run(
              s,
              layout,
              x,
              (in, out, from, to) ->
                  pool()
                      .globalAverage(
                          layout, pixels, in.array(), in.at(), out.array(), out.at(), from, to));
      float[] max =
          run(
              s,
              layout,
              x,
              (in, out, from, to) ->
                  pool()
                      .globalMax(
                          layout, pixels, in.array(), in.at(), out.array(), out.at(), from, to));
      for (int p = 0; p < batch * channels; p++) {
        double sum = 0;
        double magnitude = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = p * pixels; i < (p + 1) * pixels; i++) {
          sum += x[i];
          magnitude += Math.abs(x[i]);
          largest = Math.max(largest, x[i]);
        }
        Sweep.check(
            "mean " + p, mean[p], sum / pixels, SumCheck.tolerance(pixels, magnitude / pixels));
        assertThat(max[p]).isEqualTo(largest);
      }
    }
  }

  private interface Planes {
    void run(Buffer in, Buffer out, int from, int to);
  }

  private interface Window {
    void check(int plane, int oy, int ox);
  }

  private static void eachWindow(PoolShape s, Window window) {
    for (int plane = 0; plane < s.batch() * s.channels(); plane++) {
      for (int oy = 0; oy < s.outHeight(); oy++) {
        for (int ox = 0; ox < s.outWidth(); ox++) {
          window.check(plane, oy, ox);
        }
      }
    }
  }

  /** Runs all planes in two parts, the second first, and converts to the plain layout and back. */
  private static float[] run(PoolShape s, Layout layout, float[] plain, Planes planes) {
    float[] data = Layouts.fromPlain(layout, plain, s.batch(), s.channels(), s.inPixels(), FILLER);
    Buffer in = Buffer.input(data);
    Buffer out =
        Buffer.output(Math.toIntExact(layout.size(s.batch(), s.channels(), s.outPixels())));
    int count = s.batch() * layout.blocks(s.channels());
    int cut = count / 2;
    planes.run(in, out, cut, count);
    for (int i = 0; i < cut * layout.planeStride(s.outPixels()); i++) {
      assertThat(out.isUntouched(i)).as("planes before the range").isTrue();
    }
    planes.run(in, out, 0, cut);
    out.assertGuardsIntact();
    float[] y = out.content();
    for (int n = 0; n < s.batch(); n++) {
      for (int c = s.channels(); c < layout.blocks(s.channels()) * layout.block(); c++) {
        for (int p = 0; p < s.outPixels(); p++) {
          int at = Layouts.index(layout, s.channels(), s.outPixels(), n, c, p);
          assertThat(y[at]).as("channel that fills up a block").isFinite();
        }
      }
    }
    return Layouts.toPlain(layout, y, s.batch(), s.channels(), s.outPixels());
  }
}
