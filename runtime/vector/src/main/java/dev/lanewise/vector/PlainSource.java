package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;

/**
 * The plain NCHW input of a convolution with few channels. The elements of a sum are those of an
 * output channel's weights in order (channel, kernel row, kernel column), without gaps, so that few
 * of a block's 8 are wasted.
 *
 * <p>The rows that a range of pixels needs are copied with their padding. From there, elements that
 * lie next to one another both in a row and in a vector are copied at once, for one pixel after
 * another.
 */
final class PlainSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape s;
  private final int elements;
  private final int rowFloats;

  /** For each vector of a pixel's elements: the first of its runs; one more for the end. */
  private final int[] vectorRuns;

  /** For each run: channel, kernel row, column of its vector's lane 0, first lane. */
  private final int[] runChannel;

  private final int[] runRow;
  private final int[] runColumn;
  private final int[] runLane;

  PlainSource(ConvShape s) {
    this.s = s;
    elements = elements(s);
    rowFloats =
        L + (s.outWidth() - 1) * s.strideWidth() + s.dilationWidth() * (s.kernelWidth() - 1) + L;
    int longest = s.dilationWidth() == 1 ? s.kernelWidth() : 1;
    int vectors = Blocking.ceil(elements, L);
    vectorRuns = new int[vectors + 1];
    int[] channel = new int[elements];
    int[] row = new int[elements];
    int[] column = new int[elements];
    int[] lane = new int[elements];
    int runs = 0;
    for (int e = 0; e < elements; ) {
      int tap = e % s.kernelWidth();
      channel[runs] = e / (s.kernelHeight() * s.kernelWidth());
      row[runs] = e / s.kernelWidth() % s.kernelHeight() * s.dilationHeight();
      lane[runs] = e % L;
      column[runs] = tap * s.dilationWidth() - lane[runs];
      runs++;
      e += Math.min(Math.min(longest, s.kernelWidth() - tap), L - e % L);
      vectorRuns[Blocking.ceil(e, L)] = runs;
    }
    runChannel = Arrays.copyOf(channel, runs);
    runRow = Arrays.copyOf(row, runs);
    runColumn = Arrays.copyOf(column, runs);
    runLane = Arrays.copyOf(lane, runs);
  }

  /** Elements of a sum. */
  static int elements(ConvShape s) {
    return s.inChannels() * s.kernelHeight() * s.kernelWidth();
  }

  @Override
  public int work(int pixels) {
    int outRows = Math.min(s.outHeight(), (pixels - 1) / s.outWidth() + 2);
    return Math.multiplyExact(s.inChannels() * rows(outRows), rowFloats);
  }

  /** Input rows that so many output rows read. */
  private int rows(int outRows) {
    return (outRows - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1;
  }

  @Override
  public void pack(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int block,
      int blocks,
      float[] to,
      int at,
      int stride,
      int workAt) {
    int firstRow = pixel / s.outWidth();
    int rows = rows((pixel + pixels - 1) / s.outWidth() - firstRow + 1);
    int top = firstRow * s.strideHeight() - s.padTop();
    pad(o.x, o.xAt + image * s.inChannels() * s.inPixels(), top, rows, to, workAt);
    int end = Math.min(blocks * (BLOCK / L), vectorRuns.length - 1 - block * (BLOCK / L));
    for (int v = 0; v < end; v++) {
      int vector = block * (BLOCK / L) + v;
      int next = at + v * L / BLOCK * stride + v * L % BLOCK;
      vector(vector, pixel % s.outWidth(), pixels, rows, to, workAt, next);
    }
    for (int v = end; v < blocks * (BLOCK / L); v++) {
      int next = at + v * L / BLOCK * stride + v * L % BLOCK;
      Gather.zeros(to, next, pixels);
    }
  }

  /** Copies rows of all channels with zeros where they are outside the image. */
  private void pad(float[] x, int xAt, int top, int rows, float[] to, int toAt) {
    int left = L + s.padLeft();
    int from = Math.clamp(left, 0, rowFloats);
    int end = Math.clamp(left + s.inWidth(), from, rowFloats);
    for (int c = 0; c < s.inChannels(); c++) {
      for (int r = 0; r < rows; r++) {
        int at = toAt + (c * rows + r) * rowFloats;
        int y = top + r;
        if (y < 0 || y >= s.inHeight()) {
          Arrays.fill(to, at, at + rowFloats, 0);
          continue;
        }
        int row = xAt + (c * s.inHeight() + y) * s.inWidth();
        Arrays.fill(to, at, at + from, 0);
        System.arraycopy(x, row + from - left, to, at + from, end - from);
        Arrays.fill(to, at + end, at + rowFloats, 0);
      }
    }
  }

  /** One vector of elements of all pixels, row by row. */
  private void vector(
      int vector, int column, int pixels, int rows, float[] to, int workAt, int at) {
    int first = vectorRuns[vector];
    int end = vectorRuns[vector + 1];
    int next = at;
    int left = column;
    int done = 0;
    for (int row = 0; done < pixels; row += s.strideHeight()) {
      int n = Math.min(pixels - done, s.outWidth() - left);
      int rowAt = workAt + row * rowFloats + left * s.strideWidth();
      int source = source(first, rows, rowAt);
      int run = first + 1;
      if (run == end) {
        Gather.copy(to, source, s.strideWidth(), next, n);
      } else {
        Gather.copy(to, source, source(run, rows, rowAt), runLane[run], s.strideWidth(), next, n);
        run++;
      }
      for (; run < end; run++) {
        Gather.merge(to, source(run, rows, rowAt), runLane[run], s.strideWidth(), next, n);
      }
      if (vector == vectorRuns.length - 2 && elements % L != 0) {
        Gather.clear(to, elements % L, next, n);
      }
      done += n;
      next += n * BLOCK;
      left = 0;
    }
  }

  /** Where lane 0 of a run begins for the pixel at rowAt. */
  private int source(int run, int rows, int rowAt) {
    return rowAt + (runChannel[run] * rows + runRow[run]) * rowFloats + L + runColumn[run];
  }
}
