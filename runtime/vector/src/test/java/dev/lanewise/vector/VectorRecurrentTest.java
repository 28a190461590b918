package dev.lanewise.vector;

import dev.lanewise.kernel.ElementwiseRecurrent;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.testkit.contract.RecurrentContract;

class VectorRecurrentTest extends RecurrentContract {
  @Override
  protected Recurrent recurrent() {
    return new ElementwiseRecurrent(new VectorElementwise());
  }
}
