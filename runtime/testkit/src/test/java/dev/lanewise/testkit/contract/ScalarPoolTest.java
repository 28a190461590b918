package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.scalar.ScalarPool;

class ScalarPoolTest extends PoolContract {
  @Override
  protected Pool pool() {
    return new ScalarPool();
  }
}
