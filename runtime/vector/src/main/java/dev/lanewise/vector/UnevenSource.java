package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;

/**
 * The input, in channel blocks of 8, of a convolution in {@link UnevenGroups}. Channels of other
 * groups in a group's blocks are set to 0, so that their values do not reach its sums.
 */
final class UnevenSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final TapSource taps;
  private final int inputs;
  private final int kernel;
  private final int image;
  private final int plane;

  UnevenSource(ConvShape s, Layout layout) {
    taps = new TapSource(s, layout);
    inputs = s.groupInChannels();
    kernel = s.kernelHeight() * s.kernelWidth();
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
      int stride,
      int workAt) {
    int first = part * inputs;
    int end = first + inputs;
    for (int r = 0; r < blocks; r++) {
      int channelBlock = first / BLOCK + (block + r) / kernel;
      int next = at + r * stride;
      int from = Math.max(0, first - channelBlock * BLOCK);
      int lanes = Math.min(BLOCK, end - channelBlock * BLOCK);
      if (lanes <= 0) {
        Arrays.fill(to, next, next + pixels * BLOCK, 0);
        continue;
      }
      int xAt = o.xAt + image * this.image + channelBlock * plane;
      taps.gather(o.x, xAt, (block + r) % kernel, pixel, pixels, to, next);
      if (from > 0 || lanes < BLOCK) {
        Gather.keep(to, from, lanes, next, pixels);
      }
    }
  }
}
