package dev.lanewise.op;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A window with all sizes known.
 *
 * @param in input elements per dimension
 * @param kernel taps per dimension
 * @param strides elements from one window to the next
 * @param dilations elements from one tap to the next
 * @param begin padding before the input
 * @param end padding after the input
 * @param out windows per dimension
 */
record Spatial(
    int[] in, int[] kernel, int[] strides, int[] dilations, int[] begin, int[] end, int[] out) {
  /** Elements that an input of few elements may have with its padding. */
  private static final double MOST_PADDED = 1 << 24;

  /** How many times its elements a large input may have with its padding. */
  private static final double MOST_TIMES_INPUT = 16;

  Spatial {
    for (int i = 0; i < in.length; i++) {
      if (out[i] < 0) {
        throw new IllegalArgumentException(
            "the window is larger than the padded input in spatial dimension " + i);
      }
    }
  }

  int rank() {
    return in.length;
  }

  int inPixels() {
    return product(in);
  }

  int outPixels() {
    return product(out);
  }

  int taps() {
    return product(kernel);
  }

  /**
   * Whether kernels can do it on so many channels: they count positions in 32 bits, and some copy
   * the padding, so that it must not be far more than the input. The reference evaluation does the
   * others.
   */
  boolean suitsKernels(int channels) {
    double reach = channels;
    for (int i = 0; i < rank(); i++) {
      double windows = (out[i] - 1.0) * strides[i] + (kernel[i] - 1.0) * dilations[i] + 1;
      double crop = Math.max(0, -(double) begin[i]);
      reach *= crop + Math.max(Math.max(in[i], strides[i]), windows);
    }
    return reach <= MOST_PADDED + MOST_TIMES_INPUT * channels * inPixels();
  }

  static int product(int[] dims) {
    return product(dims, 0);
  }

  /** Product of the dimensions from {@code from} on. */
  static int product(int[] dims, int from) {
    int n = 1;
    for (int i = from; i < dims.length; i++) {
      n = Math.multiplyExact(n, dims[i]);
    }
    return n;
  }

  /**
   * The same window without the dimensions in which there is one element and one tap: a column of
   * pixels becomes a row.
   */
  Spatial withoutUnits() {
    int[] kept =
        IntStream.range(0, rank())
            .filter(i -> in[i] != 1 || kernel[i] != 1 || begin[i] != 0 || end[i] != 0)
            .toArray();
    return new Spatial(
        pick(in, kept),
        pick(kernel, kept),
        pick(strides, kept),
        pick(dilations, kept),
        pick(begin, kept),
        pick(end, kept),
        pick(out, kept));
  }

  private static int[] pick(int[] values, int[] indices) {
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }

  /** Dimension i of an array, counted so that the last of one or two dimensions is the width. */
  private int at(int[] dims, int fromEnd, int otherwise) {
    int i = dims.length - fromEnd;
    return i < 0 ? otherwise : dims[i];
  }

  int inHeight() {
    return at(in, 2, 1);
  }

  int inWidth() {
    return at(in, 1, 1);
  }

  int outHeight() {
    return at(out, 2, 1);
  }

  int outWidth() {
    return at(out, 1, 1);
  }

  int kernelHeight() {
    return at(kernel, 2, 1);
  }

  int kernelWidth() {
    return at(kernel, 1, 1);
  }

  int strideHeight() {
    return at(strides, 2, 1);
  }

  int strideWidth() {
    return at(strides, 1, 1);
  }

  int dilationHeight() {
    return at(dilations, 2, 1);
  }

  int dilationWidth() {
    return at(dilations, 1, 1);
  }

  int padTop() {
    return at(begin, 2, 0);
  }

  int padLeft() {
    return at(begin, 1, 0);
  }

  int padBottom() {
    return at(end, 2, 0);
  }

  int padRight() {
    return at(end, 1, 0);
  }

  /** The input elements under one window at a time. */
  final class Cursor {
    private final int[] position = new int[rank()];
    private final int[] first = new int[rank()];
    private final int[] last = new int[rank()];

    /** Offset into the input plane of each tap that lies on the input. */
    final int[] offset;

    /** Index in the kernel of each tap that lies on the input. */
    final int[] tap;

    /** Number of taps that lie on the input. */
    int count;

    /** Number of taps that lie on the input or its padding. */
    long padded;

    Cursor() {
      long most = 1;
      for (int i = 0; i < rank(); i++) {
        most *= Math.min(kernel[i], in[i]);
      }
      offset = new int[Math.toIntExact(most)];
      tap = new int[offset.length];
    }

    /** Goes to window {@code pixel} in row-major order. */
    void moveTo(int pixel) {
      int rest = pixel;
      padded = 1;
      for (int i = rank() - 1; i >= 0; i--) {
        long start = (long) (rest % out[i]) * strides[i] - begin[i];
        rest /= out[i];
        position[i] = (int) start;
        int d = dilations[i];
        first[i] = (int) Math.max(0, Math.floorDiv(-start + d - 1, d));
        last[i] = (int) Math.min(kernel[i] - 1L, Math.floorDiv(in[i] - 1 - start, d));
        padded *=
            Math.max(
                0, Math.min(kernel[i], Math.floorDiv((long) in[i] + end[i] - 1 - start, d) + 1));
      }
      count = 0;
      collect(0, 0, 0);
    }

    private void collect(int dimension, int tapBase, int offsetBase) {
      if (dimension == rank()) {
        offset[count] = offsetBase;
        tap[count++] = tapBase;
        return;
      }
      for (int t = first[dimension]; t <= last[dimension]; t++) {
        collect(
            dimension + 1,
            tapBase * kernel[dimension] + t,
            offsetBase * in[dimension] + position[dimension] + t * dilations[dimension]);
      }
    }
  }
}
