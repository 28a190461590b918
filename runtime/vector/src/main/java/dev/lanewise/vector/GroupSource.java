package dev.lanewise.vector;

import dev.lanewise.kernel.BlockMix;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import java.util.Arrays;

/**
 * The channels of groups that are not whole channel blocks, put together so that each group begins
 * with a block of its own; what its last block lacks is 0.
 */
final class GroupSource {
  private static final int BLOCK = Tiles.BLOCK;

  private final BlockMix[][] mixes;
  private final VectorMix[][] kernels;
  private final int blocks;
  private final int plane;
  private final int image;

  GroupSource(ConvShape s, Layout layout) {
    int inputs = s.groupInChannels();
    blocks = Blocking.ceil(inputs, BLOCK);
    plane = layout.planeStride(s.inPixels());
    image = layout.imageStride(s.inChannels(), s.inPixels());
    mixes = new BlockMix[s.groups() * blocks][];
    kernels = new VectorMix[mixes.length][];
    for (int i = 0; i < mixes.length; i++) {
      int[] places = new int[BLOCK];
      Arrays.fill(places, -1);
      for (int c = i % blocks * BLOCK; c < Math.min(inputs, (i % blocks + 1) * BLOCK); c++) {
        places[c % BLOCK] = i / blocks * inputs + c;
      }
      mixes[i] = BlockMix.of(places).toArray(new BlockMix[0]);
      kernels[i] = new VectorMix[mixes[i].length];
      for (int k = 0; k < kernels[i].length; k++) {
        kernels[i][k] = new VectorMix(mixes[i][k].lanes(), mixes[i][k].keeps());
      }
    }
  }

  /** Blocks of a group. */
  int blocks() {
    return blocks;
  }

  /** Writes some pixels of a block of a group, {@code [pixel][8]}. */
  void block(
      float[] x,
      int xAt,
      int image,
      int group,
      int block,
      int pixel,
      int pixels,
      float[] to,
      int at) {
    int first = xAt + image * this.image + pixel * BLOCK;
    int i = group * blocks + block;
    for (int k = 0; k < kernels[i].length; k++) {
      BlockMix mix = mixes[i][k];
      kernels[i][k].run(
          x,
          first + mix.source(0) * plane,
          x,
          first + mix.source(1) * plane,
          x,
          first + mix.source(2) * plane,
          x,
          first + mix.source(3) * plane,
          to,
          at,
          pixels);
    }
  }
}
