package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;

/** Matrix products without the Vector API. They read w as it is stored. */
public final class ScalarGemm implements Gemm {
  private static final int MAX_DOT_ROWS = 4;

  private final Elementwise functions;

  /**
   * Creates the family.
   *
   * @param functions kernels that apply epilogues
   */
  public ScalarGemm(Elementwise functions) {
    this.functions = functions;
  }

  @Override
  public GemmKernel prepare(
      GemmShape shape, Epilogue epilogue, boolean constantWeight, Accuracy accuracy, int threads) {
    RowEpilogue end = new RowEpilogue(epilogue, functions, true);
    if (shape.transW() && !shape.transX() && shape.m() <= MAX_DOT_ROWS) {
      return new ScalarDots(shape, end, threads);
    }
    return new ScalarGemmRows(shape, end, threads);
  }
}
