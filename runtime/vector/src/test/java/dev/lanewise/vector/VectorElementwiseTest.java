package dev.lanewise.vector;

import dev.lanewise.kernel.Elementwise;
import dev.lanewise.testkit.contract.ElementwiseContract;

class VectorElementwiseTest extends ElementwiseContract {
  @Override
  protected Elementwise elementwise() {
    return new VectorElementwise();
  }
}
