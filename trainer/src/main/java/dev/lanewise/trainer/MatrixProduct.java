package dev.lanewise.trainer;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Team;
import org.jspecify.annotations.Nullable;

/** A matrix product of fixed sizes on the runtime's kernels, with its own scratch. */
final class MatrixProduct {
  private final KernelCall call;
  private final Operands operands = new Operands();

  MatrixProduct(Gemm gemm, GemmShape shape, Epilogue epilogue, int threads) {
    GemmKernel kernel = gemm.prepare(shape, epilogue, false, Accuracy.BALANCED, threads);
    call = new KernelCall(kernel);
    operands.scratch = new float[kernel.scratch()];
  }

  /** {@code y = epilogue(x · w + bias)}. */
  void run(float[] x, float[] w, float @Nullable [] bias, float[] y, Team team) {
    operands.x = x;
    operands.w = w;
    operands.bias = bias;
    operands.y = y;
    call.run(operands, team);
  }
}
