package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import java.util.Arrays;

/**
 * Plain copies of a rectangle of a convolution's input with its padding, in which neighbouring
 * outputs read neighbouring inputs whatever the stride: inputs whose row and column leave the same
 * remainders (phases) when divided by the strides form a plane of their own. A kernel element of an
 * input channel is then an offset in the copy, the same for all outputs.
 */
final class PhasePlanes {
  private static final int LINE_FLOATS = 16;

  private final ConvShape s;
  private final int[] rowPhases;
  private final int[] columnPhases;

  /** Rows and columns of a plane beyond those of the output. */
  private final int moreRows;

  private final int moreColumns;
  private final int width;
  private final int plane;

  /** For planes of at most so many outputs. */
  PhasePlanes(ConvShape s, int rows, int columns) {
    this.s = s;
    rowPhases = phases(s.kernelHeight(), s.dilationHeight(), s.strideHeight());
    columnPhases = phases(s.kernelWidth(), s.dilationWidth(), s.strideWidth());
    moreRows = moreRows(s);
    moreColumns = moreColumns(s);
    width = columns + moreColumns;
    plane = spread(Math.multiplyExact(rows + moreRows, width));
  }

  /** A number of floats not less than n that keeps planes out of one another's cache sets. */
  static int spread(int n) {
    return (Blocking.ceil(n, LINE_FLOATS) | 1) * LINE_FLOATS;
  }

  /** Remainders of the taps of one direction, ascending. */
  private static int[] phases(int taps, int dilation, int stride) {
    boolean[] used = new boolean[stride];
    for (int t = 0; t < taps; t++) {
      used[(int) ((long) t * dilation % stride)] = true;
    }
    int[] phases = new int[stride];
    int n = 0;
    for (int p = 0; p < stride; p++) {
      if (used[p]) {
        phases[n++] = p;
      }
    }
    return Arrays.copyOf(phases, n);
  }

  /** Rows that a plane has beyond those of its outputs. */
  static int moreRows(ConvShape s) {
    return (s.kernelHeight() - 1) * s.dilationHeight() / s.strideHeight();
  }

  /** Columns that a plane has beyond those of its outputs. */
  static int moreColumns(ConvShape s) {
    return (s.kernelWidth() - 1) * s.dilationWidth() / s.strideWidth();
  }

  /** Planes of an input channel. */
  static int perChannel(ConvShape s) {
    return phases(s.kernelHeight(), s.dilationHeight(), s.strideHeight()).length
        * phases(s.kernelWidth(), s.dilationWidth(), s.strideWidth()).length;
  }

  /** Floats from one row of a plane to the next. */
  int width() {
    return width;
  }

  /** Floats of the planes of an input channel. */
  int channelStride() {
    return rowPhases.length * columnPhases.length * plane;
  }

  /** Number of planes, of all kernel rows and one kernel column. */
  int rowPhases() {
    return rowPhases.length;
  }

  /** Where kernel column x begins in the plane of a row phase, for the first output. */
  int columnAt(int rowPhase, int x) {
    int column = x * s.dilationWidth();
    int columnPhase = Arrays.binarySearch(columnPhases, column % s.strideWidth());
    return (rowPhase * columnPhases.length + columnPhase) * plane + column / s.strideWidth();
  }

  /** The row phase of kernel row y. */
  int rowPhase(int y) {
    return Arrays.binarySearch(rowPhases, y * s.dilationHeight() % s.strideHeight());
  }

  /** Where each kernel element of so many input channels stands, for the first output. */
  int[] offsets(int channels) {
    int taps = s.kernelHeight() * s.kernelWidth();
    int[] offsets = new int[channels * taps];
    for (int k = 0; k < offsets.length; k++) {
      int y = k % taps / s.kernelWidth();
      offsets[k] =
          k / taps * channelStride()
              + columnAt(rowPhase(y), k % s.kernelWidth())
              + y * s.dilationHeight() / s.strideHeight() * width;
    }
    return offsets;
  }

  /**
   * Copies what outputs {@code row … row + rows} by {@code column … column + columns} read. With a
   * block that is not full, its fillers may be copied, too.
   *
   * @param layout how x lies, plain or in blocks of 8
   * @param xAt where the image begins
   * @param channel first input channel; the first of a block if x is blocked
   * @param channels how many
   */
  void copy(
      float[] x,
      Layout layout,
      int xAt,
      int channel,
      int channels,
      int row,
      int rows,
      int column,
      int columns,
      float[] to,
      int toAt) {
    int step = layout.block();
    int stride = layout.planeStride(s.inPixels());
    int n = columns + moreColumns;
    for (int c = 0; c < channels; c += step) {
      int xPlane = xAt + (channel + c) / step * stride;
      int present = channels - c == 1 ? 1 : step;
      int next = toAt + c * channelStride();
      for (int rowPhase : rowPhases) {
        int top = row * s.strideHeight() + rowPhase - s.padTop();
        int from = firstInside(top, s.strideHeight(), rows + moreRows);
        int end = endInside(top, s.strideHeight(), s.inHeight(), rows + moreRows);
        for (int columnPhase : columnPhases) {
          int first = column * s.strideWidth() + columnPhase - s.padLeft();
          plane(
              x,
              xPlane + top * s.inWidth() * step,
              step,
              first,
              n,
              present,
              from,
              end,
              rows + moreRows,
              to,
              next);
          next += plane;
        }
      }
    }
  }

  /** The first of n rows or columns, step apart from {@code first} on, that is inside the image. */
  private static int firstInside(int first, int step, int n) {
    return first >= 0 ? 0 : Math.min(n, (step - 1 - first) / step);
  }

  /** The end of those inside the image, not before {@link #firstInside}. */
  private static int endInside(int first, int step, int size, int n) {
    int end = first < size ? Math.min(n, (size - 1 - first) / step + 1) : 0;
    return Math.max(firstInside(first, step, n), end);
  }

  /** One plane of up to a block of channels. */
  private void plane(
      float[] x,
      int xAt,
      int block,
      int first,
      int n,
      int channels,
      int rowFrom,
      int rowTo,
      int rows,
      float[] to,
      int at) {
    int step = s.strideWidth();
    int from = firstInside(first, step, n);
    int end = endInside(first, step, s.inWidth(), n);
    if (end - from < n || rowTo - rowFrom < rows) {
      for (int c = 0; c < channels; c++) {
        int zero = at + c * channelStride();
        Arrays.fill(to, zero, zero + rows * width, 0);
      }
    }
    if (from == end) {
      return;
    }
    int xRow = s.strideHeight() * s.inWidth() * block;
    for (int r = rowFrom; r < rowTo; r++) {
      int source = xAt + r * xRow + (first + from * step) * block;
      int target = at + r * width + from;
      if (block > 1) {
        Transpose.matrix(
            x, source, step * block, end - from, channels, to, target, channelStride());
      } else if (step == 1) {
        System.arraycopy(x, source, to, target, end - from);
      } else if (Interleave.suits(step)) {
        Interleave.pick(x, source, step, to, target, end - from);
      } else {
        for (int i = 0; i < end - from; i++) {
          to[target + i] = x[source + i * step];
        }
      }
    }
  }
}
