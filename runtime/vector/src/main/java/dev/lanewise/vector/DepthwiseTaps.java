package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/** Depthwise kernels for any number of taps. */
final class DepthwiseTaps {
  /** Pixels that {@link #dense} computes together; a row must have at least as many. */
  static final int PIXELS = 8;

  private DepthwiseTaps() {}

  /**
   * Computes a rectangle of pixels whose inputs lie side by side. The last pixels of a row are
   * computed twice if their number is no multiple of {@link #PIXELS}.
   *
   * @param x input, first tap of the first output pixel at xAt
   * @param xRow floats from the input of one output row to that of the next
   * @param y output, first pixel at yAt
   * @param yRow floats from one output row to the next
   * @param rows output rows
   * @param n pixels of a row, at least {@link #PIXELS}
   * @param tapRows rows of taps
   * @param tapRow floats of input from one row of taps to the next
   * @param tapColumns taps of a row
   * @param tapColumn floats of input from one tap to the next
   * @param w weights {@code [tap][8]}, first tap at wAt
   * @param wRow floats from one row of weights to the next
   * @param bias what sums start with
   */
  static void dense(
      float[] x,
      int xAt,
      int xRow,
      float[] y,
      int yAt,
      int yRow,
      int rows,
      int n,
      int tapRows,
      int tapRow,
      int tapColumns,
      int tapColumn,
      float[] w,
      int wAt,
      int wRow,
      float[] bias,
      int biasAt) {
    FloatVector start = FloatVector.fromArray(S, bias, biasAt);
    for (int r = 0; r < rows; r++) {
      for (int done = 0; done < n; done += 8) {
        int p = Math.min(done, n - 8);
        int from = xAt + r * xRow + p * 8;
        int to = yAt + r * yRow + p * 8;
        FloatVector sum0 = start;
        FloatVector sum1 = start;
        FloatVector sum2 = start;
        FloatVector sum3 = start;
        FloatVector sum4 = start;
        FloatVector sum5 = start;
        FloatVector sum6 = start;
        FloatVector sum7 = start;
        for (int ky = 0; ky < tapRows; ky++) {
          for (int kx = 0; kx < tapColumns; kx++) {
            int i = (from + ky * tapRow + kx * tapColumn) & INDEX;
            FloatVector v = FloatVector.fromArray(S, w, (wAt + ky * wRow + kx * 8) & INDEX);
            sum0 = FloatVector.fromArray(S, x, i).fma(v, sum0);
            sum1 = FloatVector.fromArray(S, x, i + 8).fma(v, sum1);
            sum2 = FloatVector.fromArray(S, x, i + 16).fma(v, sum2);
            sum3 = FloatVector.fromArray(S, x, i + 24).fma(v, sum3);
            sum4 = FloatVector.fromArray(S, x, i + 32).fma(v, sum4);
            sum5 = FloatVector.fromArray(S, x, i + 40).fma(v, sum5);
            sum6 = FloatVector.fromArray(S, x, i + 48).fma(v, sum6);
            sum7 = FloatVector.fromArray(S, x, i + 56).fma(v, sum7);
          }
        }
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + 8);
        sum2.intoArray(y, to + 16);
        sum3.intoArray(y, to + 24);
        sum4.intoArray(y, to + 32);
        sum5.intoArray(y, to + 40);
        sum6.intoArray(y, to + 48);
        sum7.intoArray(y, to + 56);
      }
    }
  }

  /**
   * As {@link #dense}, for any step between pixels and any number of them.
   *
   * @param xPixel floats from the input of one output pixel to that of the next
   * @param yPixel floats from one output pixel to the next
   */
  static void spaced(
      float[] x,
      int xAt,
      int xRow,
      int xPixel,
      float[] y,
      int yAt,
      int yRow,
      int yPixel,
      int rows,
      int n,
      int tapRows,
      int tapRow,
      int tapColumns,
      int tapColumn,
      float[] w,
      int wAt,
      int wRow,
      float[] bias,
      int biasAt) {
    FloatVector start = FloatVector.fromArray(S, bias, biasAt);
    for (int r = 0; r < rows; r++) {
      int p = 0;
      for (; p <= n - 4; p += 4) {
        int from = xAt + r * xRow + p * xPixel;
        int to = yAt + r * yRow + p * yPixel;
        FloatVector sum0 = start;
        FloatVector sum1 = start;
        FloatVector sum2 = start;
        FloatVector sum3 = start;
        for (int ky = 0; ky < tapRows; ky++) {
          for (int kx = 0; kx < tapColumns; kx++) {
            int i = (from + ky * tapRow + kx * tapColumn) & INDEX;
            FloatVector v = FloatVector.fromArray(S, w, (wAt + ky * wRow + kx * 8) & INDEX);
            sum0 = FloatVector.fromArray(S, x, i).fma(v, sum0);
            sum1 = FloatVector.fromArray(S, x, i + xPixel).fma(v, sum1);
            sum2 = FloatVector.fromArray(S, x, i + 2 * xPixel).fma(v, sum2);
            sum3 = FloatVector.fromArray(S, x, i + 3 * xPixel).fma(v, sum3);
          }
        }
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + yPixel);
        sum2.intoArray(y, to + 2 * yPixel);
        sum3.intoArray(y, to + 3 * yPixel);
      }
      for (; p < n; p++) {
        int from = xAt + r * xRow + p * xPixel;
        FloatVector sum = start;
        for (int ky = 0; ky < tapRows; ky++) {
          for (int kx = 0; kx < tapColumns; kx++) {
            int i = (from + ky * tapRow + kx * tapColumn) & INDEX;
            FloatVector v = FloatVector.fromArray(S, w, (wAt + ky * wRow + kx * 8) & INDEX);
            sum = FloatVector.fromArray(S, x, i).fma(v, sum);
          }
        }
        sum.intoArray(y, yAt + r * yRow + p * yPixel);
      }
    }
  }
}
