package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.scalar.ScalarElementwise;
import dev.lanewise.kernel.scalar.ScalarGemm;

class ScalarGemmTest extends GemmContract {
  @Override
  protected Gemm gemm() {
    return new ScalarGemm(new ScalarElementwise());
  }
}
