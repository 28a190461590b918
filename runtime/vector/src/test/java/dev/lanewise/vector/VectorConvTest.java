package dev.lanewise.vector;

import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Layout;
import dev.lanewise.testkit.contract.ConvContract;

class VectorConvTest extends ConvContract {
  @Override
  protected Conv conv() {
    Elementwise elementwise = new VectorElementwise();
    return new VectorConv(new Layout(8), new VectorGemm(elementwise), elementwise);
  }
}
