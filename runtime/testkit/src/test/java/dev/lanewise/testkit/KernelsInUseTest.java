package dev.lanewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.KernelSet;
import org.junit.jupiter.api.Test;

class KernelsInUseTest {
  @Test
  void withoutTheVectorModuleTheyAreScalar() {
    KernelSet kernels = KernelsInUse.report();
    assertThat(kernels.name()).isEqualTo("scalar");
    assertThat(kernels.lanes()).isEqualTo(1);
  }
}
