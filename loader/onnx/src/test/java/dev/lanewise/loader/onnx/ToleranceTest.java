package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What counts as equal. */
class ToleranceTest {
  private static final Tensor WANT = Tensor.of(Shape.of(4), 1f, 2f, Float.NaN, 0f);

  private static Tolerance.Result compare(Tolerance tolerance, float... got) {
    return tolerance.compare(Tensor.of(Shape.of(4), got), WANT);
  }

  @Test
  void everyElementMustBeNear() {
    Tolerance t = new Tolerance(0, 0.1, 0, false, 0, 0);
    assertThat(compare(t, 1.05f, 2f, Float.NaN, 0f).passed()).isTrue();
    assertThat(compare(t, 1.15f, 2f, Float.NaN, 0f).message()).contains("1 of 4", "[0]");
    assertThat(compare(t, 1f, 2f, 0f, 0f).message()).contains("[2]");
    assertThat(compare(t, 1f, 2f, Float.NaN, Float.NaN).message()).contains("[3]");
  }

  @Test
  void fewElementsMayStrayUpToTwiceAsFar() {
    Tolerance t = new Tolerance(0, 0.1, 0, false, 0, 0.25);
    assertThat(compare(t, 1.15f, 2f, Float.NaN, 0f).passed()).isTrue();
    assertThat(compare(t, 1.15f, 2.15f, Float.NaN, 0f).message()).contains("2 of 4");
    assertThat(compare(t, 1.25f, 2f, Float.NaN, 0f).message()).contains("1 of 4");
    assertThat(compare(t, 1f, 2f, Float.NaN, Float.NaN).message()).contains("1 of 4");
  }
}
