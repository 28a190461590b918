package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * A convolution as a matrix product for each image and group: the weight is a; a row of b is what
 * one tap of one input channel sees at each output pixel.
 */
final class ScalarConvRows extends RowProduct implements ConvKernel {
  private final ConvShape shape;
  private final RowEpilogue epilogue;
  private final int taps;
  private final int depth;

  ScalarConvRows(ConvShape shape, RowEpilogue epilogue, int threads) {
    super(
        shape.batch() * shape.groups(),
        shape.groupOutChannels(),
        shape.outPixels(),
        shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth(),
        threads);
    this.shape = shape;
    this.epilogue = epilogue;
    this.taps = shape.kernelHeight() * shape.kernelWidth();
    this.depth = shape.groupInChannels() * taps;
  }

  @Override
  public String describe() {
    return "scalar convolution by rows";
  }

  @Override
  public Layout input() {
    return Layout.PLAIN;
  }

  @Override
  public Layout output() {
    return Layout.PLAIN;
  }

  @Override
  public Packing packing() {
    return Packing.raw(shape.outChannels() * depth);
  }

  /** First output channel of a product within its image. */
  private int firstChannel(int product) {
    return product % shape.groups() * shape.groupOutChannels();
  }

  @Override
  void copyA(float[] a, int at, int product, int row, int k, int count, Operands o) {
    System.arraycopy(o.w, o.wAt + (firstChannel(product) + row) * depth + k, a, at, count);
  }

  @Override
  void begin(float[] c, int product, int row, int j, int n, Operands o) {
    float bias = o.bias == null ? 0 : o.bias[o.biasAt + firstChannel(product) + row];
    Arrays.fill(c, 0, n, bias);
  }

  @Override
  void finish(float[] c, int product, int row, int j, int n, Operands o) {
    epilogue.apply(c, 0, n, o, rowOfY(product, row) + j, firstChannel(product) + row);
  }

  @Override
  int rowOfY(int product, int row) {
    return (product * shape.groupOutChannels() + row) * shape.outPixels();
  }

  @Override
  void copyB(float[][] b, int product, int k, int count, int j, int n, Operands o) {
    int x = o.xAt + product * shape.groupInChannels() * shape.inPixels();
    for (int i = 0; i < count; i++) {
      int tap = (k + i) % taps;
      int plane = x + (k + i) / taps * shape.inPixels();
      int dy = tap / shape.kernelWidth() * shape.dilationHeight() - shape.padTop();
      int dx = tap % shape.kernelWidth() * shape.dilationWidth() - shape.padLeft();
      if (shape.strideHeight() == 1
          && shape.strideWidth() == 1
          && shape.outWidth() == shape.inWidth()) {
        copyShifted(o.x, plane, dy, dx, b[i], j, n);
      } else {
        copyLines(o.x, plane, dy, dx, b[i], j, n);
      }
    }
  }

  /**
   * Copies the input pixels at distance (dy, dx) from n output pixels where both planes have lines
   * of the same length: one piece, clipped to the plane, in which the pixels that came from a
   * neighbouring line are then cleared.
   */
  private void copyShifted(float[] x, int plane, int dy, int dx, float[] b, int j, int n) {
    int width = shape.inWidth();
    int shift = dy * width + dx;
    int from = Math.max(j, -shift);
    int to = Math.min(j + n, shape.inPixels() - shift);
    if (from >= to) {
      Arrays.fill(b, 0, n, 0);
      return;
    }
    Arrays.fill(b, 0, from - j, 0);
    System.arraycopy(x, plane + from + shift, b, from - j, to - from);
    Arrays.fill(b, to - j, n, 0);
    if (dx == 0) {
      return;
    }
    int edge = dx < 0 ? 0 : Math.max(0, width - dx);
    int edgeWidth = Math.min(width, Math.abs(dx));
    for (int line = from / width * width; line < to; line += width) {
      int end = Math.min(line + edge + edgeWidth, to);
      for (int p = Math.max(line + edge, from); p < end; p++) {
        b[p - j] = 0;
      }
    }
  }

  /** Copies the input pixels that n output pixels see, the line of the first at dy, dx. */
  private void copyLines(float[] x, int plane, int dy, int dx, float[] b, int j, int n) {
    int width = shape.outWidth();
    int stride = shape.strideWidth();
    // output columns whose input column is inside
    int firstInside = dx >= 0 ? 0 : Math.min(width, (-dx - 1) / stride + 1);
    int endInside =
        dx >= shape.inWidth() ? 0 : Math.min(width, (shape.inWidth() - 1 - dx) / stride + 1);
    for (int done = 0; done < n; ) {
      int column = (j + done) % width;
      int iy = (j + done) / width * shape.strideHeight() + dy;
      int length = Math.min(n - done, width - column);
      int from = Math.min(length, Math.max(0, firstInside - column));
      int to = Math.max(from, Math.min(length, endInside - column));
      if (iy < 0 || iy >= shape.inHeight()) {
        to = from;
      }
      Arrays.fill(b, done, done + from, 0);
      if (from < to) {
        int at = plane + iy * shape.inWidth() + (column + from) * stride + dx;
        SpacedCopy.gather(x, at, stride, b, done + from, to - from);
      }
      Arrays.fill(b, done + to, done + length, 0);
      done += length;
    }
  }
}
