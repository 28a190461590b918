package dev.lanewise.vector;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;

/**
 * A convolution in groups that are not whole channel blocks, by {@link TiledProduct} on gathered
 * channels. The last phase finishes whole blocks.
 */
final class UnevenConv implements ConvKernel {
  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout layout;
  private final TiledProduct product;
  private final ConvPacking packing;

  UnevenConv(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.layout = layout;
    Panels panels = new Panels(Blocking.ceil(s.groupOutChannels(), Lanes.L), false);
    int taps = s.kernelHeight() * s.kernelWidth();
    product =
        new TiledProduct(
            new TiledProduct.Size(
                s.groups(),
                s.batch(),
                s.outPixels(),
                Blocking.ceil(s.groupInChannels(), Tiles.BLOCK) * taps,
                s.groupOutChannels(),
                panels),
            new UnevenSource(s, layout),
            null,
            new UnevenOutput(s, panels, layout),
            threads);
    packing = new ConvPacking(s.groups(), s.groupOutChannels(), s.groupInChannels(), taps, panels);
  }

  @Override
  public Layout input() {
    return layout;
  }

  @Override
  public Layout output() {
    return layout;
  }

  @Override
  public Packing packing() {
    return packing;
  }

  @Override
  public String describe() {
    return product.describe() + ", groups of " + s.groupInChannels();
  }

  @Override
  public int phases() {
    return product.phases() + 1;
  }

  @Override
  public int tasks(int phase) {
    return phase < product.phases() ? product.tasks(phase) : s.batch();
  }

  @Override
  public int scratch() {
    return product.scratch() + s.batch() * Tiles.BLOCK;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    if (phase < product.phases()) {
      product.run(phase, task, worker, o);
    } else {
      finish(o, task);
    }
  }

  private void finish(Operands o, int image) {
    int pixels = s.outPixels();
    int plane = layout.planeStride(pixels);
    int imageAt = image * layout.imageStride(s.outChannels(), pixels);
    int workAt = o.scratchAt + product.scratch() + image * Tiles.BLOCK;
    for (int b = 0; b < layout.blocks(s.outChannels()); b++) {
      int channel = b * Tiles.BLOCK;
      epilogue.block(o, imageAt + b * plane, pixels, channel, s.outChannels(), o.scratch, workAt);
    }
  }
}
