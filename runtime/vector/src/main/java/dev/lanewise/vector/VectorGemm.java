package dev.lanewise.vector;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;

/** Chooses among the algorithms for matrix products. */
final class VectorGemm implements Gemm {
  private final Elementwise elementwise;

  VectorGemm(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  @Override
  public GemmKernel prepare(
      GemmShape shape, Epilogue epilogue, boolean constantWeight, Accuracy accuracy, int threads) {
    GemmShape s = joined(shape);
    VectorEpilogue finish = new VectorEpilogue(epilogue, elementwise);
    return RowGemm.suits(s, constantWeight)
        ? new RowGemm(s, finish, constantWeight, threads)
        : new TiledGemm(s, finish, constantWeight, threads);
  }

  /** One product instead of a batch, where rows of one x after another are evenly spaced. */
  private static GemmShape joined(GemmShape s) {
    if (s.batch() == 1 || s.batchW() != 0) {
      return s;
    }
    boolean single = s.m() == 1 && !s.transX();
    long ldx = single ? s.batchX() : s.ldx();
    long ldy = single ? s.batchY() : s.ldy();
    if (s.transX()
        || s.batchX() != s.m() * ldx
        || s.batchY() != s.m() * ldy
        || ldx < s.k()
        || Math.max(ldx, ldy) > Integer.MAX_VALUE) {
      return s;
    }
    return new GemmShape(
        1,
        s.batch() * s.m(),
        s.n(),
        s.k(),
        false,
        s.transW(),
        (int) ldx,
        s.ldw(),
        (int) ldy,
        0,
        0,
        0);
  }
}
