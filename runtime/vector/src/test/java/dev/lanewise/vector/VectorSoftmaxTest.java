package dev.lanewise.vector;

import dev.lanewise.kernel.Softmax;
import dev.lanewise.testkit.contract.SoftmaxContract;

class VectorSoftmaxTest extends SoftmaxContract {
  @Override
  protected Softmax softmax() {
    return new VectorSoftmax();
  }
}
