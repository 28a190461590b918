package dev.lanewise.vector;

import dev.lanewise.kernel.Gemm;
import dev.lanewise.testkit.contract.GemmContract;

class VectorGemmTest extends GemmContract {
  @Override
  protected Gemm gemm() {
    return new VectorGemm(new VectorElementwise());
  }
}
