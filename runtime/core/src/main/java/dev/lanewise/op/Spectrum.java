package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of samples after the other through a Fourier transform, from an array of real or complex
 * numbers to another. Immutable; room for a line comes from {@link #room}.
 *
 * @param fft the transform
 * @param inverse whether lines are spectra of which samples are wanted
 * @param half whether of the spectrum of real samples only the values up to the middle are there
 * @param parts array elements per number that is read: 1 if it is real, 2 if it is complex
 */
record Spectrum(Fft fft, boolean inverse, boolean half, int parts) {
  /** Room for one line. */
  static final class Room {
    private final Fft.Line line;
    private final double[] pair = new double[2];

    private Room(Fft.Line line) {
      this.line = line;
    }
  }

  Room room() {
    return new Room(fft.line());
  }

  /** Numbers of a line that is written. */
  int outputs() {
    return half && !inverse ? fft.length() / 2 + 1 : fft.length();
  }

  /** Array elements per number that is written. */
  int outputParts() {
    return half && inverse ? 1 : 2;
  }

  /**
   * Transforms one line.
   *
   * @param n numbers that are there; more than the transform takes are ignored, missing ones are 0
   * @param xStep array elements from one number to the next
   * @param window factor of each number from {@code windowAt}, or null
   * @param yStep array elements from one result to the next
   */
  void run(
      DType dtype,
      Object x,
      int xAt,
      int n,
      int xStep,
      double @Nullable [] window,
      Object y,
      int yAt,
      int yStep,
      Room room) {
    double[] re = room.line.re;
    double[] im = room.line.im;
    int taken = Math.min(n, half && inverse ? fft.length() / 2 + 1 : fft.length());
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int i = 0; i < taken; i++) {
      Elements.decode(dtype, x, xAt + i * xStep, room.pair, 0, parts);
      re[i] = room.pair[0];
      im[i] = parts == 2 ? room.pair[1] : 0;
    }
    for (int i = 0; window != null && i < taken; i++) {
      re[i] *= window[i];
      im[i] *= window[i];
    }
    if (inverse) {
      if (half) {
        mirror(re, im);
      }
      fft.inverse(room.line);
    } else {
      fft.forward(room.line);
    }
    int written = outputParts();
    for (int i = 0; i < outputs(); i++) {
      room.pair[0] = re[i];
      room.pair[1] = im[i];
      Elements.encode(dtype, room.pair, 0, y, yAt + i * yStep, written);
    }
  }

  /** Completes the spectrum of real samples: value n − k is the conjugate of value k. */
  private void mirror(double[] re, double[] im) {
    int n = fft.length();
    im[0] = 0;
    if (n % 2 == 0) {
      im[n / 2] = 0;
    }
    for (int k = 1; k <= (n - 1) / 2; k++) {
      re[n - k] = re[k];
      im[n - k] = -im[k];
    }
  }
}
