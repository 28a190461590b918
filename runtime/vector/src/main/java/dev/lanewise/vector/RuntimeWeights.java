package dev.lanewise.vector;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;

/** The right matrices of products, packed at run time. */
final class RuntimeWeights implements ProductWeights {
  private final GemmPacking packing;
  private final Panels panels;
  private final long stride;

  RuntimeWeights(GemmShape s, Panels panels) {
    packing = new GemmPacking(s.n(), s.k(), s.transW(), s.ldw());
    this.panels = panels;
    stride = s.batchW();
  }

  @Override
  public boolean perImage() {
    return stride != 0;
  }

  @Override
  public void pack(
      Operands o, int image, int from, int to, int block, int blocks, float[] packed, int at) {
    int wAt = o.wAt + (int) (image * stride);
    packing.pack(panels, from, to, block, blocks, o.w, wAt, packed, at);
  }
}
