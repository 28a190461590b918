package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {
  private static Runnable sleeping(String name, long millis, List<String> log) {
    return () -> {
      if (log.isEmpty() || !log.get(log.size() - 1).equals(name)) {
        log.add(name);
      }
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Test
  void whoeverCameLastComesFirstInTheNextRound() {
    List<String> log = new ArrayList<>();
    long[][] nanos = Duel.forRuns(List.of(sleeping("a", 50, log), sleeping("b", 50, log)), 4);
    assertThat(log).startsWith("a", "b", "a", "b");
    assertThat(nanos).hasDimensions(2, 4);
    assertThat(Arrays.stream(nanos[0]).min().orElse(0)).isPositive();
  }

  @Test
  void theOrderTurnsRound() {
    List<String> log = new ArrayList<>();
    Duel.forRuns(
        List.of(sleeping("a", 50, log), sleeping("b", 50, log), sleeping("c", 50, log)), 2);
    assertThat(log).containsExactly("a", "b", "c", "b", "c", "a");
  }

  @Test
  void firstRunOfASliceWithManyDoesNotCount() {
    int[] runs = {0};
    long[][] nanos =
        Duel.forSeconds(
            List.of(
                () -> {
                  runs[0]++;
                  Thread.onSpinWait();
                }),
            0.02);
    assertThat(nanos[0].length).isLessThan(runs[0]).isGreaterThanOrEqualTo(3);
  }

  @Test
  void slowOnesRunAtLeastThreeTimes() {
    long[][] nanos = Duel.forSeconds(List.of(sleeping("a", 50, new ArrayList<>())), 0.001);
    assertThat(nanos[0]).hasSize(3);
  }
}
