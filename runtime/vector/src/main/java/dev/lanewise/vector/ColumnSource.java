package dev.lanewise.vector;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import java.util.Arrays;

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
      int stride,
      int workAt) {
    int xAt = o.xAt + (int) (image * s.batchX()) + pixel;
    for (int b = 0; b < blocks; b++) {
      int k = (block + b) * BLOCK;
      int present = Math.min(BLOCK, s.k() - k);
      int next = at + b * stride;
      if (present < BLOCK) {
        Arrays.fill(to, next, next + pixels * BLOCK, 0);
      }
      Transpose.matrix(o.x, xAt + k * s.ldx(), s.ldx(), present, pixels, to, next, BLOCK);
    }
  }
}
