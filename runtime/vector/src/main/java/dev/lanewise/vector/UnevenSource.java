package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;

/**
 * The input, in channel blocks of 8, of a convolution whose groups are not whole blocks: a group's
 * channels are gathered one by one, so that no value of another group takes part in a sum.
 */
final class UnevenSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape s;
  private final int taps;
  private final int image;
  private final int plane;

  UnevenSource(ConvShape s, Layout layout) {
    this.s = s;
    taps = s.kernelHeight() * s.kernelWidth();
    plane = layout.planeStride(s.inPixels());
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
      int stride) {
    for (int r = 0; r < blocks; r++) {
      int first = (block + r) / taps * BLOCK;
      int tap = (block + r) % taps;
      int dy = tap / s.kernelWidth() * s.dilationHeight() - s.padTop();
      int dx = tap % s.kernelWidth() * s.dilationWidth() - s.padLeft();
      int next = at + r * stride;
      Arrays.fill(to, next, next + pixels * BLOCK, 0);
      for (int lane = 0; lane < Math.min(BLOCK, s.groupInChannels() - first); lane++) {
        int channel = part * s.groupInChannels() + first + lane;
        int xAt = o.xAt + image * this.image + channel / BLOCK * plane + channel % BLOCK;
        channel(o.x, xAt, dy, dx, pixel, pixels, to, next + lane);
      }
    }
  }

  private void channel(
      float[] x, int xAt, int dy, int dx, int pixel, int pixels, float[] to, int at) {
    int row = pixel / s.outWidth();
    int column = pixel % s.outWidth();
    for (int p = 0; p < pixels; p++) {
      int iy = row * s.strideHeight() + dy;
      int ix = column * s.strideWidth() + dx;
      if (iy >= 0 && iy < s.inHeight() && ix >= 0 && ix < s.inWidth()) {
        to[at + p * BLOCK] = x[xAt + (iy * s.inWidth() + ix) * BLOCK];
      }
      if (++column == s.outWidth()) {
        column = 0;
        row++;
      }
    }
  }
}
