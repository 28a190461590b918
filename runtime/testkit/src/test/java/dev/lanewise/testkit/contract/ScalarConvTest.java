package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.scalar.ScalarConv;
import dev.lanewise.kernel.scalar.ScalarElementwise;

class ScalarConvTest extends ConvContract {
  @Override
  protected Conv conv() {
    return new ScalarConv(new ScalarElementwise());
  }
}
