package dev.lanewise.vector;

import dev.lanewise.kernel.Normalize;
import dev.lanewise.testkit.contract.NormalizeContract;

class VectorNormalizeTest extends NormalizeContract {
  @Override
  protected Normalize normalize() {
    return new VectorNormalize();
  }
}
