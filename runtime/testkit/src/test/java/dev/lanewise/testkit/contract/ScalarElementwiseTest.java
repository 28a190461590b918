package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.scalar.ScalarElementwise;

class ScalarElementwiseTest extends ElementwiseContract {
  @Override
  protected Elementwise elementwise() {
    return new ScalarElementwise();
  }
}
