package dev.lanewise.vector;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * A convolution in {@link UnevenGroups} by {@link TiledProduct}. A last phase adds the bias and
 * finishes whole blocks.
 */
final class UnevenConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Elementwise elementwise;
  private final Layout layout;
  private final TiledProduct product;
  private final UnevenGroups groups;
  private final int ranges;

  UnevenConv(
      ConvShape s, VectorEpilogue epilogue, Elementwise elementwise, Layout layout, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.elementwise = elementwise;
    this.layout = layout;
    groups = UnevenGroups.of(s);
    Panels panels = groups.panels();
    product =
        new TiledProduct(
            new TiledProduct.Size(
                s.groups(), s.batch(), s.outPixels(), groups.sumBlocks(), 0, panels),
            new UnevenSource(s, layout),
            null,
            new UnevenOutput(s, panels, layout),
            threads);
    ranges = threads == 1 ? 1 : Math.min(planes(), 2 * threads);
  }

  private int planes() {
    return s.batch() * layout.blocks(s.outChannels());
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
    return groups;
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
    return phase < product.phases() ? product.tasks(phase) : ranges;
  }

  @Override
  public int scratch() {
    return product.scratch() + ranges * BLOCK;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    if (phase < product.phases()) {
      product.run(phase, task, worker, o);
      return;
    }
    int workAt = o.scratchAt + product.scratch() + task * BLOCK;
    int end = Blocking.cut(planes(), task + 1, ranges);
    for (int p = Blocking.cut(planes(), task, ranges); p < end; p++) {
      finish(o, p, workAt);
    }
  }

  private void finish(Operands o, int plane, int workAt) {
    int pixels = s.outPixels();
    int at = plane * layout.planeStride(pixels);
    int channel = plane % layout.blocks(s.outChannels()) * BLOCK;
    if (o.bias != null) {
      int present = Math.min(BLOCK, s.outChannels() - channel);
      Arrays.fill(o.scratch, workAt, workAt + BLOCK, 0);
      System.arraycopy(o.bias, o.biasAt + channel, o.scratch, workAt, present);
      int yAt = o.yAt + at;
      elementwise.binaryRow(
          BinaryFunction.ADD, false, o.y, yAt, o.scratch, workAt, o.y, yAt, pixels, BLOCK);
    }
    epilogue.block(o, at, pixels, channel, s.outChannels(), o.scratch, workAt);
  }
}
