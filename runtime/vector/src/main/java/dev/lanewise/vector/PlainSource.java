package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The plain NCHW input of a convolution with few channels. The elements of a sum are those of an
 * output channel's weights in order (channel, kernel row, kernel column), without gaps, so that few
 * of a block's 8 are wasted.
 *
 * <p>A run of elements that lie next to one another in the input and in a block is copied as whole
 * vectors. What that writes too much belongs to elements and pixels that are written later; the
 * last pixel is therefore copied element by element.
 */
final class PlainSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape s;
  private final int elements;

  /** For each run: where it begins in the input, the block, the place in it. */
  private final int[] runInput;

  private final int[] runBlock;
  private final int[] runLane;

  PlainSource(ConvShape s) {
    this.s = s;
    elements = elements(s);
    int longest = s.dilationWidth() == 1 ? s.kernelWidth() : 1;
    int[] input = new int[elements];
    int[] first = new int[elements];
    int runs = 0;
    for (int e = 0; e < elements; ) {
      int column = e % s.kernelWidth();
      int n = Math.min(Math.min(longest, s.kernelWidth() - column), BLOCK - e % BLOCK);
      input[runs] = input(e);
      first[runs++] = e;
      e += n;
    }
    runInput = Arrays.copyOf(input, runs);
    runBlock = new int[runs];
    runLane = new int[runs];
    for (int i = 0; i < runs; i++) {
      runBlock[i] = first[i] / BLOCK;
      runLane[i] = first[i] % BLOCK;
    }
  }

  /** Elements of a sum. */
  static int elements(ConvShape s) {
    return s.inChannels() * s.kernelHeight() * s.kernelWidth();
  }

  /** Where an element of the sum lies in the input, relative to the first one. */
  private int input(int element) {
    int taps = s.kernelHeight() * s.kernelWidth();
    int row = element % taps / s.kernelWidth() * s.dilationHeight();
    int column = element % s.kernelWidth() * s.dilationWidth();
    return element / taps * s.inPixels() + row * s.inWidth() + column;
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
      int stride) {
    int xAt = o.xAt + image * s.inChannels() * s.inPixels();
    int firstRun = 0;
    while (runBlock[firstRun] < block) {
      firstRun++;
    }
    int endRun = firstRun;
    while (endRun < runBlock.length && runBlock[endRun] < block + blocks) {
      endRun++;
    }
    int reach = s.dilationWidth() * (s.kernelWidth() - 1);
    int last = input(elements - 1) + BLOCK;
    int row = pixel / s.outWidth();
    int column = pixel % s.outWidth();
    int done = 0;
    while (done < pixels) {
      int n = Math.min(pixels - done, s.outWidth() - column);
      int y = row * s.strideHeight() - s.padTop();
      int inside = 0;
      int outside = 0;
      if (y >= 0 && y + s.dilationHeight() * (s.kernelHeight() - 1) < s.inHeight()) {
        int x = column * s.strideWidth() - s.padLeft();
        inside = Math.clamp((s.strideWidth() - 1L - x) / s.strideWidth(), 0, n);
        int rowAt = xAt + y * s.inWidth();
        int room = Math.min(s.inWidth() - reach, o.x.length - rowAt - last + 1);
        outside = inside;
        if (room > x) {
          int end = done + n == pixels ? n - 1 : n;
          outside = Math.max(inside, Math.min(end, (room - 1 - x) / s.strideWidth() + 1));
        }
        whole(
            o.x,
            rowAt + x + inside * s.strideWidth(),
            outside - inside,
            firstRun,
            endRun,
            block,
            to,
            at + (done + inside) * BLOCK,
            stride);
      }
      for (int p = 0; p < n; p++) {
        if (p < inside || p >= outside) {
          single(o.x, xAt, row, column + p, block, blocks, to, at + (done + p) * BLOCK, stride);
        }
      }
      done += n;
      row++;
      column = 0;
    }
  }

  /** Pixels whose elements are all inside the image. */
  private void whole(
      float[] x,
      int xAt,
      int pixels,
      int firstRun,
      int endRun,
      int block,
      float[] to,
      int at,
      int stride) {
    boolean wasted = endRun == runBlock.length && elements % BLOCK != 0;
    int wasteAt = at + (elements / BLOCK - block) * stride;
    for (int p = 0; p < pixels; p++) {
      int from = xAt + p * s.strideWidth();
      int next = at + p * BLOCK;
      for (int r = firstRun; r < endRun; r++) {
        copy(x, from + runInput[r], to, next + (runBlock[r] - block) * stride + runLane[r]);
      }
      if (wasted) {
        Arrays.fill(to, wasteAt + p * BLOCK + elements % BLOCK, wasteAt + (p + 1) * BLOCK, 0);
      }
    }
  }

  private static void copy(float[] x, int xAt, float[] to, int at) {
    for (int v = 0; v < BLOCK; v += L) {
      FloatVector.fromArray(S, x, xAt + v).intoArray(to, at + v);
    }
  }

  /** A pixel of which some elements are outside the image. */
  private void single(
      float[] x,
      int xAt,
      int row,
      int column,
      int block,
      int blocks,
      float[] to,
      int at,
      int stride) {
    int taps = s.kernelHeight() * s.kernelWidth();
    int top = row * s.strideHeight() - s.padTop();
    int left = column * s.strideWidth() - s.padLeft();
    for (int i = 0; i < blocks * BLOCK; i++) {
      int element = block * BLOCK + i;
      float value = 0;
      if (element < elements) {
        int y = top + element % taps / s.kernelWidth() * s.dilationHeight();
        int c = left + element % s.kernelWidth() * s.dilationWidth();
        if (y >= 0 && y < s.inHeight() && c >= 0 && c < s.inWidth()) {
          value = x[xAt + (element / taps * s.inHeight() + y) * s.inWidth() + c];
        }
      }
      to[at + i / BLOCK * stride + i % BLOCK] = value;
    }
  }
}
