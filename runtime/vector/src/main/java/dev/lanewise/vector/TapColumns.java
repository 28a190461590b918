package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.ConvShape;
import jdk.incubator.vector.FloatVector;

/**
 * Copies of {@link PhasePlanes}, one for each kernel column, shifted so that rows lie side by side
 * with no columns between them: outputs of several short rows read one run of neighbours.
 */
final class TapColumns {
  private final ConvShape s;
  private final PhasePlanes planes;
  private final int moreRows;
  private final int plane;

  /** For planes of at most so many rows of outputs. */
  TapColumns(ConvShape s, PhasePlanes planes, int rows) {
    this.s = s;
    this.planes = planes;
    moreRows = PhasePlanes.moreRows(s);
    plane = PhasePlanes.spread(Math.multiplyExact(rows + moreRows, s.outWidth()));
  }

  /** Floats of an input channel. */
  int channelStride() {
    return planes.rowPhases() * s.kernelWidth() * plane;
  }

  /** Where each kernel element of so many input channels stands, for the first output. */
  int[] offsets(int channels) {
    int taps = s.kernelHeight() * s.kernelWidth();
    int[] offsets = new int[channels * taps];
    for (int k = 0; k < offsets.length; k++) {
      int y = k % taps / s.kernelWidth();
      offsets[k] =
          k / taps * channelStride()
              + (planes.rowPhase(y) * s.kernelWidth() + k % s.kernelWidth()) * plane
              + y * s.dilationHeight() / s.strideHeight() * s.outWidth();
    }
    return offsets;
  }

  /**
   * Copies what rows of outputs read. Up to {@link Lanes#L} floats behind the last plane are
   * overwritten.
   *
   * @param work holds the planes, from {@code from} on, and receives the copies
   */
  void copy(int channels, int rows, float[] work, int from, int to) {
    int next = to;
    for (int c = 0; c < channels; c++) {
      for (int phase = 0; phase < planes.rowPhases(); phase++) {
        for (int k = 0; k < s.kernelWidth(); k++) {
          int at = from + c * planes.channelStride() + planes.columnAt(phase, k);
          // From right to left: what a vector has beyond its row, the next one puts right.
          for (int i = (s.outWidth() - 1) / L * L; i >= 0; i -= L) {
            vectors(rows + moreRows, work, at + i, planes.width(), next + i, s.outWidth());
          }
          next += plane;
        }
      }
    }
  }

  private static void vectors(int rows, float[] work, int from, int fromRow, int to, int toRow) {
    for (int r = 0; r < rows; r++) {
      FloatVector.fromArray(S, work, (from + r * fromRow) & INDEX)
          .intoArray(work, (to + r * toRow) & INDEX);
    }
  }
}
