package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.HalfFloats;
import dev.lanewise.tensor.Float16;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conversions of 16-bit floats agree with {@link Float16}. */
class VectorHalfFloatsTest {
  private static final int ALL = 1 << 16;

  private final HalfFloats halves = new VectorHalfFloats();

  @Test
  void everyHalf() {
    short[] x = new short[ALL + 3];
    for (int i = 0; i < ALL; i++) {
      x[i + 3] = (short) i;
    }
    float[] y = new float[ALL + 1];
    halves.toFloats(x, 3, y, 1, ALL);
    assertThat(y[0]).isZero();
    for (int i = 0; i < ALL; i++) {
      float expected = Float16.toFloat((short) i);
      assertThat(Float.floatToIntBits(y[i + 1])).isEqualTo(Float.floatToIntBits(expected));
    }
  }

  @Test
  void roundsToTheNearest() {
    Random random = new Random(5);
    float[] x = new float[100_003];
    for (int i = 0; i < x.length; i++) {
      float half = Float16.toFloat((short) random.nextInt(ALL));
      // Ties between two halves, values next to them, and anything.
      float tie = half + Math.ulp(half) * (1 << 12);
      x[i] =
          switch (i % 4) {
            case 0 -> tie;
            case 1 -> Math.nextUp(tie);
            case 2 -> Math.nextDown(tie);
            default -> Float.intBitsToFloat(random.nextInt());
          };
    }
    short[] y = new short[x.length];
    halves.fromFloats(x, 1, y, 2, x.length - 2);
    assertThat(y[0]).isZero();
    assertThat(y[1]).isZero();
    for (int i = 1; i < x.length - 1; i++) {
      float expected = Float16.toFloat(Float16.fromFloat(x[i]));
      float actual = Float16.toFloat(y[i + 1]);
      assertThat(Float.compare(actual, expected)).as("of %s", x[i]).isZero();
    }
  }
}
