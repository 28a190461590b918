package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sound as it stands in WAV files (RIFF): 16 bits per sample, one channel.
 *
 * @param rate samples per second
 * @param samples from −1 to 1
 */
public record WavFile(int rate, float[] samples) {
  private static final int PCM = 1;
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FORMAT_BYTES = 16;

  /**
   * Reads a file.
   *
   * @param place named in errors
   * @throws InvalidInputException if it is no such file, or is cut off
   */
  public static WavFile parse(byte[] file, String place) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER || !name(file, 0).equals("RIFF") || !name(file, 8).equals("WAVE")) {
      throw new InvalidInputException(place + " is no WAV file");
    }
    int rate = 0;
    int at = HEADER;
    while (file.length - at >= CHUNK_HEADER) {
      String name = name(file, at);
      long length = in.getInt(at + 4) & 0xffff_ffffL;
      at += CHUNK_HEADER;
      if (length > file.length - at) {
        throw new InvalidInputException(
            place + ": '" + name + "' has " + length + " bytes, but the file ends before");
      }
      if (name.equals("fmt ")) {
        rate = rate(in, at, length, place);
      } else if (name.equals("data")) {
        if (rate == 0) {
          throw new InvalidInputException(place + ": 'fmt ' must stand before 'data'");
        }
        return new WavFile(rate, samples(in, at, (int) length / 2));
      }
      // Chunks begin at even places.
      at += (int) Math.min(length + (length & 1), file.length - at);
    }
    throw new InvalidInputException(place + " has no 'data'");
  }

  private static String name(byte[] file, int at) {
    return new String(file, at, 4, StandardCharsets.US_ASCII);
  }

  private static int rate(ByteBuffer in, int at, long length, String place) {
    if (length < FORMAT_BYTES) {
      throw new InvalidInputException(place + ": 'fmt ' has only " + length + " bytes");
    }
    int format = in.getShort(at) & 0xffff;
    int channels = in.getShort(at + 2);
    int rate = in.getInt(at + 4);
    int bits = in.getShort(at + 14);
    if (format != PCM || channels != 1 || bits != 16 || rate < 1) {
      throw new InvalidInputException(
          String.format(
              "%s: format %d, %d channels, %d bits, %d Hz; only format 1 with one channel of 16"
                  + " bits can be read",
              place, format, channels, bits, rate));
    }
    return rate;
  }

  private static float[] samples(ByteBuffer in, int at, int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = in.getShort(at + 2 * i) / 32768f;
    }
    return samples;
  }
}
