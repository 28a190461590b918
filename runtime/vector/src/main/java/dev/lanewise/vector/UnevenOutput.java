package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;

/**
 * Output in channel blocks of 8 of a convolution whose groups are not whole blocks. Sums are copied
 * channel by channel; {@link UnevenConv} finishes whole blocks afterwards.
 */
final class UnevenOutput implements ProductOutput {
  private static final int BLOCK = Tiles.BLOCK;

  private final Panels panels;
  private final int partChannels;
  private final int image;
  private final int plane;

  UnevenOutput(ConvShape s, Panels panels, Layout layout) {
    this.panels = panels;
    partChannels = s.groupOutChannels();
    plane = layout.planeStride(s.outPixels());
    image = layout.imageStride(s.outChannels(), s.outPixels());
  }

  @Override
  public int at(int part, int image, int vector) {
    throw new IllegalStateException("vector " + vector + " has no place of its own");
  }

  @Override
  public int vectorStride() {
    throw new IllegalStateException("vectors have no places of their own");
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  @Override
  public void store(
      Operands o, int part, int image, int pixel, int pixels, int panel, float[] sums, int at) {
    int first = panels.first(panel) * L;
    int count = Math.min(partChannels - first, panels.width(panel) * L);
    for (int c = 0; c < count; c++) {
      int channel = part * partChannels + first + c;
      int yAt =
          o.yAt + image * this.image + channel / BLOCK * plane + pixel * BLOCK + channel % BLOCK;
      int from = at + c / BLOCK * pixels * BLOCK + c % BLOCK;
      for (int p = 0; p < pixels; p++) {
        o.y[yAt + p * BLOCK] = sums[from + p * BLOCK];
      }
    }
  }

  @Override
  public int finishTogether(int pixels) {
    return panels.count();
  }

  @Override
  public void finish(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] work,
      int workAt) {}
}
