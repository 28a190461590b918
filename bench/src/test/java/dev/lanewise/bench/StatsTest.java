package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatsTest {
  @Test
  void quantilesLieBetweenTheNearestSamples() {
    long[] sorted = {10, 20, 30, 40};
    assertThat(Stats.quantile(sorted, 0)).isEqualTo(10);
    assertThat(Stats.quantile(sorted, 0.5)).isEqualTo(25);
    assertThat(Stats.quantile(sorted, 0.25)).isEqualTo(17.5);
    assertThat(Stats.quantile(sorted, 1)).isEqualTo(40);
    assertThat(Stats.quantile(new long[] {7}, 0.999)).isEqualTo(7);
  }

  @Test
  void geomeanOfRatiosAndTheirInversesIsOne() {
    assertThat(Stats.geomean(2, 0.5, 4, 0.25)).isCloseTo(1, within(1e-12));
    assertThat(Stats.geomean(2, 8)).isCloseTo(4, within(1e-12));
    assertThat(Stats.geomean()).isNaN();
  }

  @Test
  void timesAreSortedAndInMicroseconds() {
    Times t = Times.of(new long[] {5000, 1000, 3000, 2000, 4000});
    assertThat(t).isEqualTo(new Times(2, 3, 4, 5));
  }
}
