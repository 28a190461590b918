package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import jdk.incubator.vector.FloatVector;

/** The left matrix of a product, stored row by row. */
final class RowSource implements PixelSource.Packed {
  private static final int BLOCK = Tiles.BLOCK;

  private final GemmShape s;

  RowSource(GemmShape s) {
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
    int xAt = o.xAt + (int) (image * s.batchX()) + pixel * s.ldx() + block * BLOCK;
    int full = Math.min(blocks, s.k() / BLOCK - block);
    for (int p = 0; p < pixels; p++) {
      row(o.x, xAt + p * s.ldx(), full, to, at + p * BLOCK, stride);
    }
    if (full < blocks) {
      int rest = s.k() % BLOCK;
      for (int p = 0; p < pixels; p++) {
        for (int i = 0; i < BLOCK; i++) {
          to[at + full * stride + p * BLOCK + i] =
              i < rest ? o.x[xAt + p * s.ldx() + full * BLOCK + i] : 0;
        }
      }
    }
  }

  private static void row(float[] x, int xAt, int blocks, float[] to, int at, int stride) {
    for (int b = 0; b < blocks; b++) {
      for (int v = 0; v < BLOCK; v += L) {
        FloatVector.fromArray(S, x, xAt + b * BLOCK + v).intoArray(to, at + b * stride + v);
      }
    }
  }
}
