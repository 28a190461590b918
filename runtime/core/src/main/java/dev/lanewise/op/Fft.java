package dev.lanewise.op;

/**
 * The discrete Fourier transform of one length, in double precision: {@code X[k] = Σ
 * x[n]·exp(−2πikn / N)}.
 *
 * <p>A power of two is transformed by radix-2 steps in place; any other length as a convolution
 * with a chirp by transforms of the next larger power of two (Bluestein, 1970). Immutable and
 * shared by all threads; what changes is in a {@link Line}.
 */
final class Fft {
  /** The longest transform: what is convolved must fit an array. */
  static final int MAX_LENGTH = 1 << 26;

  private final int n;
  private final double[] cos;
  private final double[] sin;
  private final int size;
  private final double[] chirpCos;
  private final double[] chirpSin;
  private final double[] filterRe;
  private final double[] filterIm;

  /** Room for one transform: the samples and their spectrum, and what lies in between. */
  static final class Line {
    /** Real parts, at least as many as the transform is long. */
    final double[] re;

    /** Imaginary parts. */
    final double[] im;

    private Line(int size) {
      re = new double[size];
      im = new double[size];
    }
  }

  /**
   * A transform of n samples.
   *
   * @throws IllegalArgumentException if n is not from 1 to {@link #MAX_LENGTH}
   */
  Fft(int n) {
    if (n < 1 || n > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the length of a transform is " + n + "; it must be from 1 to " + MAX_LENGTH);
    }
    this.n = n;
    boolean power = Integer.bitCount(n) == 1;
    size = power ? n : Integer.highestOneBit(2 * n - 1) << 1;
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      double angle = -2 * Math.PI * i / size;
      cos[i] = Math.cos(angle);
      sin[i] = Math.sin(angle);
    }
    chirpCos = new double[power ? 0 : n];
    chirpSin = new double[power ? 0 : n];
    filterRe = new double[power ? 0 : size];
    filterIm = new double[power ? 0 : size];
    if (!power) {
      prepareChirp();
    }
  }

  private void prepareChirp() {
    for (int i = 0; i < n; i++) {
      // i² mod 2n keeps the angle small and hence exact.
      double angle = -Math.PI * ((long) i * i % (2L * n)) / n;
      chirpCos[i] = Math.cos(angle);
      chirpSin[i] = Math.sin(angle);
      int mirrored = (size - i) % size;
      filterRe[i] = chirpCos[i];
      filterIm[i] = -chirpSin[i];
      filterRe[mirrored] = chirpCos[i];
      filterIm[mirrored] = -chirpSin[i];
    }
    radix2(filterRe, filterIm);
  }

  /** Samples of a transform. */
  int length() {
    return n;
  }

  /** Room for one transform. */
  Line line() {
    return new Line(size);
  }

  /** Replaces the first n samples by their spectrum. */
  void forward(Line line) {
    transform(line.re, line.im);
  }

  /** Replaces the first n values of a spectrum by the samples it comes from. */
  void inverse(Line line) {
    // Swapping the parts before and after a forward transform conjugates it.
    transform(line.im, line.re);
    double scale = 1.0 / n;
    for (int i = 0; i < n; i++) {
      line.re[i] *= scale;
      line.im[i] *= scale;
    }
  }

  private void transform(double[] re, double[] im) {
    if (size == n) {
      radix2(re, im);
      return;
    }
    multiplyByChirp(re, im, 1);
    java.util.Arrays.fill(re, n, size, 0);
    java.util.Arrays.fill(im, n, size, 0);
    radix2(re, im);
    for (int i = 0; i < size; i++) {
      double a = re[i] * filterRe[i] - im[i] * filterIm[i];
      im[i] = re[i] * filterIm[i] + im[i] * filterRe[i];
      re[i] = a;
    }
    radix2(im, re);
    multiplyByChirp(re, im, 1.0 / size);
  }

  private void multiplyByChirp(double[] re, double[] im, double scale) {
    for (int i = 0; i < n; i++) {
      double a = re[i] * chirpCos[i] - im[i] * chirpSin[i];
      im[i] = (re[i] * chirpSin[i] + im[i] * chirpCos[i]) * scale;
      re[i] = a * scale;
    }
  }

  private void radix2(double[] re, double[] im) {
    reverseBits(re, im);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int block = 0; block < size; block += 2 * half) {
        for (int k = 0; k < half; k++) {
          int i = block + k;
          int j = i + half;
          double c = cos[k * stride];
          double s = sin[k * stride];
          double a = re[j] * c - im[j] * s;
          double b = re[j] * s + im[j] * c;
          re[j] = re[i] - a;
          im[j] = im[i] - b;
          re[i] += a;
          im[i] += b;
        }
      }
    }
  }

  private void reverseBits(double[] re, double[] im) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 1; i < size - 1; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (j > i) {
        double a = re[i];
        re[i] = re[j];
        re[j] = a;
        double b = im[i];
        im[i] = im[j];
        im[j] = b;
      }
    }
  }
}
