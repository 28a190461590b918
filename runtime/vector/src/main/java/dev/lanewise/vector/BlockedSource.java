package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;

/** A pointwise convolution's input in channel blocks of 8. */
final class BlockedSource implements PixelSource.InPlace {
  private final int image;
  private final int part;
  private final int plane;

  /** Groups, if any, are whole blocks. */
  BlockedSource(ConvShape s, Layout layout) {
    plane = layout.planeStride(s.inPixels());
    part = s.groupInChannels() / Tiles.BLOCK * plane;
    image = layout.imageStride(s.inChannels(), s.inPixels());
  }

  @Override
  public int at(int part, int image) {
    return part * this.part + image * this.image;
  }

  @Override
  public int imageStride() {
    return image;
  }

  @Override
  public int blockStride() {
    return plane;
  }
}
