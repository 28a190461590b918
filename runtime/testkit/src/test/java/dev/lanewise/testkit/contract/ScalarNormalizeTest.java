package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.scalar.ScalarNormalize;

class ScalarNormalizeTest extends NormalizeContract {
  @Override
  protected Normalize normalize() {
    return new ScalarNormalize();
  }
}
