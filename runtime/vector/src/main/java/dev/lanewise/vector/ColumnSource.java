package dev.lanewise.vector;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;

/** The left matrix of a product, stored column by column. */
final class ColumnSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final GemmShape s;

  ColumnSource(GemmShape s) {
    this.s = s;
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
    int xAt = o.xAt + (int) (image * s.batchX()) + pixel;
    for (int b = 0; b < blocks; b++) {
      for (int i = 0; i < BLOCK; i++) {
        int k = (block + b) * BLOCK + i;
        int next = at + b * stride + i;
        for (int p = 0; p < pixels; p++) {
          to[next + p * BLOCK] = k < s.k() ? o.x[xAt + k * s.ldx() + p] : 0;
        }
      }
    }
  }
}
