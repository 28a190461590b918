package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Recordings of the Free Spoken Digit Dataset (8 kHz, names {@code digit_speaker_number.wav}) in a
 * ZIP file, as logarithms of energies in 40 bands of 32 ms, every 16 ms of the first second: FLOAT
 * {@code [61, 40]}, with INT64 labels. By its convention recordings 0 to 4 of each speaker and
 * digit are for testing.
 */
public final class SpokenDigits {
  /** Samples per second. */
  public static final int RATE = 8000;

  private static final Pattern NAME = Pattern.compile("(?:.*/)?(\\d)_([^/_]+)_(\\d{1,4})[.]wav");
  private static final int TEST = 5;
  private static final int MAX_BYTES = 1 << 24;

  private SpokenDigits() {}

  /** How sound becomes features. */
  static LogMel features() {
    return new LogMel(RATE, RATE, 256, 128, 40);
  }

  /** The recordings to train on. */
  public static Dataset train(Path zip) {
    return read(zip, false);
  }

  /** The recordings to test with. */
  public static Dataset test(Path zip) {
    return read(zip, true);
  }

  /** A recording's place in the file and what its name says. */
  private record Recording(ZipEntry entry, long digit) {}

  private static Dataset read(Path zip, boolean test) {
    LogMel features = features();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<Recording> recordings = list(file, test);
      if (recordings.isEmpty()) {
        throw new InvalidInputException(zip + " has no recordings digit_speaker_number.wav");
      }
      int size = features.shape().size();
      float[] x = new float[recordings.size() * size];
      long[] digits = new long[recordings.size()];
      for (int i = 0; i < digits.length; i++) {
        Recording recording = recordings.get(i);
        String place = zip + ", " + recording.entry().getName();
        byte[] bytes = file.getInputStream(recording.entry()).readNBytes(MAX_BYTES);
        WavFile sound = WavFile.parse(bytes, place);
        if (sound.rate() != RATE) {
          throw new InvalidInputException(place + " has " + sound.rate() + " Hz, not " + RATE);
        }
        System.arraycopy(features.of(sound.samples()).floats(), 0, x, i * size, size);
        digits[i] = recording.digit();
      }
      Shape count = Shape.of(digits.length);
      return Dataset.of(Tensor.of(count.concat(features.shape()), x), Tensor.of(count, digits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Recording> list(ZipFile file, boolean test) {
    List<Recording> recordings = new ArrayList<>();
    file.stream()
        .sorted(Comparator.comparing(ZipEntry::getName))
        .forEach(
            entry -> {
              Matcher name = NAME.matcher(entry.getName());
              if (name.matches()) {
                int number = Integer.parseInt(name.group(3));
                if (number < TEST == test) {
                  recordings.add(new Recording(entry, Long.parseLong(name.group(1))));
                }
              }
            });
    return recordings;
  }
}
