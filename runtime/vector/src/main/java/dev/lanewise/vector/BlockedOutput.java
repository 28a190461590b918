package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;

/** Output in channel blocks of 8. */
final class BlockedOutput implements ProductOutput {
  private static final int VECTORS = Tiles.BLOCK / L;

  private final VectorEpilogue epilogue;
  private final Panels panels;
  private final int partChannels;
  private final int channels;
  private final int plane;
  private final int image;

  /**
   * Output of {@code parts} times {@code partChannels} channels; more than one part only if their
   * channels fill up blocks.
   */
  BlockedOutput(
      VectorEpilogue epilogue,
      Panels panels,
      Layout layout,
      int parts,
      int partChannels,
      int pixels) {
    this.epilogue = epilogue;
    this.panels = panels;
    this.partChannels = partChannels;
    channels = parts * partChannels;
    plane = layout.planeStride(pixels);
    image = layout.imageStride(channels, pixels);
  }

  @Override
  public int at(int part, int image, int vector) {
    return image * this.image
        + (part * (partChannels / Tiles.BLOCK) + vector / VECTORS) * plane
        + vector % VECTORS * L;
  }

  @Override
  public int vectorStride() {
    return VECTORS == 1 ? plane : L;
  }

  @Override
  public boolean isDirect() {
    return true;
  }

  @Override
  public void store(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] sums,
      int at,
      int stride) {
    throw new IllegalStateException("panel " + panelFrom + " is in its place");
  }

  @Override
  public int together(int pixels) {
    return 1;
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
      int workAt) {
    if (epilogue.isNone() && channels % Tiles.BLOCK == 0) {
      return;
    }
    int end = panels.first(panelTo - 1) + panels.width(panelTo - 1);
    for (int v = panels.first(panelFrom); v < end; v += VECTORS) {
      epilogue.block(
          o,
          at(part, image, v) + pixel * Tiles.BLOCK,
          pixels,
          part * partChannels + v * L,
          channels,
          work,
          workAt);
    }
  }
}
