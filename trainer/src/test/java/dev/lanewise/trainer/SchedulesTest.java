package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  @Test
  void exponential() {
    Schedule smooth = new ExponentialDecay(0.1, 100, 0.5, false);
    assertThat(smooth.rate(0)).isEqualTo(0.1);
    assertThat(smooth.rate(50)).isCloseTo(0.1 / Math.sqrt(2), CLOSE);
    assertThat(smooth.rate(300)).isCloseTo(0.0125, CLOSE);
    Schedule stairs = new ExponentialDecay(0.1, 100, 0.5, true);
    assertThat(stairs.rate(99)).isEqualTo(0.1);
    assertThat(stairs.rate(100)).isCloseTo(0.05, CLOSE);
    assertThatThrownBy(() -> new ExponentialDecay(0.1, 0, 0.5, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void steps() {
    Schedule steps = new PiecewiseConstantDecay(List.of(10L, 20L), List.of(1.0, 0.5, 0.1));
    assertThat(steps.rate(10)).isEqualTo(1);
    assertThat(steps.rate(11)).isEqualTo(0.5);
    assertThat(steps.rate(20)).isEqualTo(0.5);
    assertThat(steps.rate(21)).isEqualTo(0.1);
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(5L, 5L), List.of(1.0, 2.0, 3.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(5L), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cosine() {
    Schedule plain = new CosineDecay(0.2, 100);
    assertThat(plain.rate(0)).isEqualTo(0.2);
    assertThat(plain.rate(50)).isCloseTo(0.1, CLOSE);
    assertThat(plain.rate(25)).isCloseTo(0.1 * (1 + Math.sqrt(0.5)), CLOSE);
    assertThat(plain.rate(1000)).isCloseTo(0, CLOSE);
    Schedule warmed = new CosineDecay(0.1, 100, 0.1, 0.5, 10);
    assertThat(warmed.rate(0)).isEqualTo(0.1);
    assertThat(warmed.rate(5)).isCloseTo(0.3, CLOSE);
    assertThat(warmed.rate(10)).isCloseTo(0.5, CLOSE);
    assertThat(warmed.rate(60)).isCloseTo(0.5 * 0.55, CLOSE);
    assertThat(warmed.rate(110)).isCloseTo(0.05, CLOSE);
  }

  @Test
  void warmUp() {
    Schedule warmed = new WarmUp(new ExponentialDecay(1, 10, 0.5, true), 4);
    assertThat(warmed.rate(0)).isEqualTo(0.25);
    assertThat(warmed.rate(3)).isEqualTo(1);
    assertThat(warmed.rate(12)).isEqualTo(0.5);
  }
}
