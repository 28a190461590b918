package dev.lanewise.vector;

import dev.lanewise.kernel.Pool;
import dev.lanewise.testkit.contract.PoolContract;

class VectorPoolTest extends PoolContract {
  @Override
  protected Pool pool() {
    return new VectorPool();
  }
}
