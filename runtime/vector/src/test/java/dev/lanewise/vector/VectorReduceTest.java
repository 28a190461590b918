package dev.lanewise.vector;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.testkit.contract.ReduceContract;

class VectorReduceTest extends ReduceContract {
  @Override
  protected Reduce reduce() {
    return new VectorReduce();
  }
}
