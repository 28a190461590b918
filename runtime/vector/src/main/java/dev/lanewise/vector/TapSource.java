package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution's input in channel blocks of 8, gathered for each kernel element. A block of the
 * sum is one kernel element of one channel block, kernel elements fastest.
 */
final class TapSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape s;
  private final int taps;
  private final int image;
  private final int part;
  private final int plane;

  /** Groups, if any, are whole blocks. */
  TapSource(ConvShape s, Layout layout) {
    this.s = s;
    taps = s.kernelHeight() * s.kernelWidth();
    plane = layout.planeStride(s.inPixels());
    part = s.groupInChannels() / BLOCK * plane;
    image = layout.imageStride(s.inChannels(), s.inPixels());
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
    int xAt = o.xAt + part * this.part + image * this.image;
    for (int r = 0; r < blocks; r++) {
      int planeAt = xAt + (block + r) / taps * plane;
      gather(o.x, planeAt, (block + r) % taps, pixel, pixels, to, at + r * stride);
    }
  }

  /** Gathers one kernel element of one channel block. */
  void gather(float[] x, int xAt, int tap, int pixel, int pixels, float[] to, int at) {
    int dy = tap / s.kernelWidth() * s.dilationHeight() - s.padTop();
    int dx = tap % s.kernelWidth() * s.dilationWidth() - s.padLeft();
    int row = pixel / s.outWidth();
    int column = pixel % s.outWidth();
    int left = pixels;
    int next = at;
    while (left > 0) {
      int n = Math.min(left, s.outWidth() - column);
      int y = row * s.strideHeight() + dy;
      if (y < 0 || y >= s.inHeight()) {
        Arrays.fill(to, next, next + n * BLOCK, 0);
      } else {
        int first = column * s.strideWidth() + dx;
        row(x, xAt + y * s.inWidth() * BLOCK, first, s.inWidth(), s.strideWidth(), n, to, next);
      }
      left -= n;
      next += n * BLOCK;
      row++;
      column = 0;
    }
  }

  private static void row(
      float[] x, int xAt, int first, int width, int step, int n, float[] to, int at) {
    int from = first >= 0 ? 0 : Math.min(n, (step - 1 - first) / step);
    int end = Math.max(from, first < width ? Math.min(n, (width - 1 - first) / step + 1) : 0);
    Arrays.fill(to, at, at + from * BLOCK, 0);
    int source = xAt + (first + from * step) * BLOCK;
    if (step == 1) {
      System.arraycopy(x, source, to, at + from * BLOCK, (end - from) * BLOCK);
    } else {
      strided(x, source, step * BLOCK, to, at + from * BLOCK, end - from);
    }
    Arrays.fill(to, at + end * BLOCK, at + n * BLOCK, 0);
  }

  private static void strided(float[] x, int xAt, int stride, float[] to, int at, int n) {
    for (int i = 0; i < n; i++) {
      for (int v = 0; v < BLOCK; v += L) {
        FloatVector.fromArray(S, x, xAt + i * stride + v).intoArray(to, at + i * BLOCK + v);
      }
    }
  }
}
