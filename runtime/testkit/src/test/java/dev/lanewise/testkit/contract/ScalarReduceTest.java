package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.scalar.ScalarReduce;

class ScalarReduceTest extends ReduceContract {
  @Override
  protected Reduce reduce() {
    return new ScalarReduce();
  }
}
