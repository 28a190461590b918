package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.ElementwiseRecurrent;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.kernel.scalar.ScalarElementwise;

class ScalarRecurrentTest extends RecurrentContract {
  @Override
  protected Recurrent recurrent() {
    return new ElementwiseRecurrent(new ScalarElementwise());
  }
}
