package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;

/**
 * Output in channel blocks of 8 of a convolution in {@link UnevenGroups}. Of blocks that groups
 * share, sums are copied channel by channel; {@link UnevenConv} finishes whole blocks afterwards.
 */
final class UnevenOutput implements ProductOutput {
  private static final int BLOCK = Tiles.BLOCK;

  private final Panels panels;
  private final int outputs;
  private final int image;
  private final int plane;

  UnevenOutput(ConvShape s, Panels panels, Layout layout) {
    this.panels = panels;
    outputs = s.groupOutChannels();
    plane = layout.planeStride(s.outPixels());
    image = layout.imageStride(s.outChannels(), s.outPixels());
  }

  @Override
  public boolean isDirect() {
    return false;
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
  public void store(
      Operands o, int part, int image, int pixel, int pixels, int panel, float[] sums, int at) {
    int first = part * outputs;
    int end = first + outputs;
    int firstBlock = first / BLOCK + panels.first(panel) * L / BLOCK;
    for (int b = 0; b < Math.max(1, panels.width(panel) * L / BLOCK); b++) {
      int channel = (firstBlock + b) * BLOCK;
      int from = at + b * pixels * BLOCK;
      int to = o.yAt + image * this.image + (firstBlock + b) * plane + pixel * BLOCK;
      int lane = Math.max(0, first - channel);
      int lanes = Math.min(BLOCK, end - channel);
      if (lane == 0 && lanes == BLOCK) {
        System.arraycopy(sums, from, o.y, to, pixels * BLOCK);
        continue;
      }
      for (; lane < lanes; lane++) {
        for (int p = 0; p < pixels; p++) {
          o.y[to + p * BLOCK + lane] = sums[from + p * BLOCK + lane];
        }
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
