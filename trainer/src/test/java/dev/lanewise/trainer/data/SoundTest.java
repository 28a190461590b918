package dev.lanewise.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.testkit.SharedData;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SoundTest {
  private static byte[] wav(int rate, int channels, short... samples) {
    ByteBuffer out = ByteBuffer.allocate(56 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(48 + 2 * samples.length);
    out.put("WAVELIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(0);
    out.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) channels).putInt(rate).putInt(2 * rate);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }

  @Test
  void filesAreParsed() {
    byte[] file = wav(8000, 1, (short) 0, (short) 16384, (short) -32768);
    WavFile sound = WavFile.parse(file, "test.wav");
    assertThat(sound.rate()).isEqualTo(8000);
    assertThat(sound.samples()).containsExactly(0, 0.5f, -1);
  }

  @Test
  void damagedFilesAreRefused() {
    byte[] file = wav(8000, 1, (short) 1, (short) 2);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> WavFile.parse(cut, "cut.wav"))
          .as("cut to %d bytes", length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cut.wav");
    }
    assertThatThrownBy(() -> WavFile.parse(wav(8000, 2, (short) 1), "stereo.wav"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 channels");
  }

  @Test
  void aToneIsInItsBandAndSilenceIsZero() {
    LogMel features = new LogMel(1024, 8000, 256, 128, 20);
    assertThat(features.shape()).isEqualTo(Shape.of(7, 20));
    float[] tone = new float[512];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 1000 * i / 8000);
    }
    float[] logs = features.of(tone).floats();
    // 22 steps from 0 to 4000 Hz on the mel scale; 1000 Hz is at 10.25 of them.
    double step = 2595 * Math.log10(1 + 4000 / 700.0) / 22;
    int band = (int) Math.round(2595 * Math.log10(1 + 1000 / 700.0) / step) - 1;
    for (int b = 0; b < 20; b++) {
      if (Math.abs(b - band) > 1) {
        assertThat(logs[20 + b]).as("band %d", b).isLessThan(logs[20 + band] - 3);
      }
    }
    // A window of Hann has half the area: (256 · ½ · ½)² at the tone.
    double sum = 0;
    for (int b = band - 1; b <= band + 1; b++) {
      sum += Math.expm1(logs[20 + b]) / 1e6;
    }
    assertThat(sum).isBetween(0.5 * 64 * 64, 2.0 * 64 * 64);
    for (int i = 5 * 20; i < logs.length; i++) {
      assertThat(logs[i]).isCloseTo(0, Offset.offset(1e-4f));
    }
  }

  @Test
  void spokenDigits() {
    Path zip = SharedData.require("data/fsdd/fsdd-recordings-0-9.zip");
    Dataset train = SpokenDigits.train(zip);
    Dataset test = SpokenDigits.test(zip);
    assertThat(train.size()).isEqualTo(300);
    assertThat(test.size()).isEqualTo(300);
    assertThat(train.inputs().get(0).shape()).isEqualTo(Shape.of(61, 40));
    int[] digits = new int[10];
    Batch one = Rows.one(test);
    for (int i = 0; i < test.size(); i++) {
      test.copy(i, 0, one, 0);
      digits[(int) one.labels().longs()[0]]++;
      for (float v : one.inputs().get(0).floats()) {
        assertThat(v).isBetween(0f, 26f);
      }
    }
    assertThat(digits).containsOnly(30);
  }
}
