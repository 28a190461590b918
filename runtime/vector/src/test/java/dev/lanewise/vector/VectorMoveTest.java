package dev.lanewise.vector;

import dev.lanewise.kernel.Move;
import dev.lanewise.testkit.contract.MoveContract;

class VectorMoveTest extends MoveContract {
  @Override
  protected Move move() {
    return new VectorMove();
  }
}
