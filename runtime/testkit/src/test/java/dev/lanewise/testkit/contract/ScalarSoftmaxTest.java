package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Softmax;
import dev.lanewise.kernel.scalar.ScalarSoftmax;

class ScalarSoftmaxTest extends SoftmaxContract {
  @Override
  protected Softmax softmax() {
    return new ScalarSoftmax();
  }
}
