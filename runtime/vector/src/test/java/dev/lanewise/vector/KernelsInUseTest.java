package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.KernelSet;
import dev.lanewise.testkit.KernelsInUse;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class KernelsInUseTest {
  @Test
  void theyAreVectorKernelsOfTheForcedWidth() {
    KernelSet kernels = KernelsInUse.report();
    assertThat(kernels.name()).isEqualTo("vector");
    assertThat(kernels.lanes()).isEqualTo(FloatVector.SPECIES_PREFERRED.length());
    assertThat(kernels.lanes() * Float.BYTES)
        .isLessThanOrEqualTo(Integer.getInteger("lanewise.test.vectorBytes"));
  }
}
