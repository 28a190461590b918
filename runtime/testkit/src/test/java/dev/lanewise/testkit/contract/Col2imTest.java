package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Move;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Col2imTest {
  static Stream<ConvCase> cases() {
    return Stream.of(
        new ConvCase(3, 8, 10, 5, 2, 2).stride(2, 2),
        new ConvCase(3, 9, 7, 5, 3, 3).stride(2, 2).pad(1),
        new ConvCase(2, 9, 7, 4, 4, 4).stride(2, 2).pad(1, 1, 2, 2),
        new ConvCase(2, 7, 8, 3, 3, 3).pad(1),
        new ConvCase(2, 11, 13, 3, 3, 2).stride(3, 1).dilation(2, 3).pad(2, 0, 1, 3),
        new ConvCase(2, 12, 12, 3, 3, 3).stride(2, 3).pad(-1, -2, 0, -1),
        new ConvCase(1, 1, 20, 2, 1, 4).stride(1, 2).pad(0, 5, 0, 5),
        new ConvCase(1, 3, 3, 1, 3, 3).pad(4));
  }

  /** Every value lands where a gathering convolution would have read it. */
  @ParameterizedTest
  @MethodSource("cases")
  void addsValuesWhereTheyWouldBeGathered(ConvCase size) {
    ConvShape s = size.shape();
    Random random = new Random(1);
    int taps = s.kernelHeight() * s.kernelWidth();
    float[] columns = integers(random, s.inChannels() * taps * s.outPixels());
    float[] bias = integers(random, s.inChannels());
    Buffer in = Buffer.input(columns);
    Buffer y = Buffer.output(s.inChannels() * s.inPixels());
    int middle = s.inChannels() / 2;
    Move.col2im(s, in.array(), in.at(), bias, 0, y.array(), y.at(), 0, middle);
    Move.col2im(s, in.array(), in.at(), bias, 0, y.array(), y.at(), middle, s.inChannels());
    in.assertStill(columns);
    y.assertGuardsIntact();

    double[] expected = new double[s.inChannels() * s.inPixels()];
    for (int c = 0; c < s.inChannels(); c++) {
      for (int p = 0; p < s.inPixels(); p++) {
        expected[c * s.inPixels() + p] = bias[c];
      }
      for (int tap = 0; tap < taps; tap++) {
        int dy = tap / s.kernelWidth() * s.dilationHeight() - s.padTop();
        int dx = tap % s.kernelWidth() * s.dilationWidth() - s.padLeft();
        for (int p = 0; p < s.outPixels(); p++) {
          int line = p / s.outWidth() * s.strideHeight() + dy;
          int column = p % s.outWidth() * s.strideWidth() + dx;
          if (line >= 0 && line < s.inHeight() && column >= 0 && column < s.inWidth()) {
            expected[(c * s.inHeight() + line) * s.inWidth() + column] +=
                columns[(c * taps + tap) * s.outPixels() + p];
          }
        }
      }
    }
    float[] actual = y.content();
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("%s element %d", size, i).isEqualTo(expected[i]);
    }
  }

  private static float[] integers(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(21) - 10;
    }
    return values;
  }
}
