package dev.lanewise.trainer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.trainer.Tape;
import org.junit.jupiter.api.Test;

/** How many of a hundred networks learn exclusive or. */
class ExclusiveOrTest {
  private static final SessionOptions OPTIONS =
      SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1);

  private static int learned(int hidden, ExclusiveOr.Activation activation, int steps) {
    int count = 0;
    for (int seed = 1; seed <= 100; seed++) {
      try (ExclusiveOr xor = new ExclusiveOr(hidden, activation, 0.2, seed, OPTIONS)) {
        xor.train(steps);
        count += xor.hasLearned() ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void eightUnitsOfTanhLearnIt() {
    assertThat(learned(8, Tape::tanh, 500)).isGreaterThanOrEqualTo(95);
  }

  @Test
  void fourUnitsOfReluOftenDoNot() {
    assertThat(learned(4, Tape::relu, 500)).isBetween(50, 80);
  }
}
