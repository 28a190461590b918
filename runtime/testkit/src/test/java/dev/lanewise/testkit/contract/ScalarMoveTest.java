package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.scalar.ScalarMove;

class ScalarMoveTest extends MoveContract {
  @Override
  protected Move move() {
    return new ScalarMove();
  }
}
