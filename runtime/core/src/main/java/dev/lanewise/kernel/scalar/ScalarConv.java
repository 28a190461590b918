package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;

/** Convolutions of plain NCHW without the Vector API. They read the weight as it is stored. */
public final class ScalarConv implements Conv {
  private final Elementwise functions;

  /**
   * Creates the family.
   *
   * @param functions kernels that apply epilogues
   */
  public ScalarConv(Elementwise functions) {
    this.functions = functions;
  }

  @Override
  public ConvKernel prepare(ConvShape shape, Epilogue epilogue, Accuracy accuracy, int threads) {
    RowEpilogue end = new RowEpilogue(epilogue, functions, false);
    return ScalarDepthwise.serves(shape)
        ? new ScalarDepthwise(shape, end, threads)
        : new ScalarConvRows(shape, end, threads);
  }
}
