package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Depthwise kernels for rows of five taps, six pixels at a time. */
final class DepthwiseFive {
  /** Pixels of a row that are computed together; a row must have at least as many. */
  static final int PIXELS = 6;

  private DepthwiseFive() {}

  /**
   * As {@link DepthwiseThree#run}, for any number of rows of five taps.
   *
   * @param tapRows rows of taps
   */
  static void run(
      int stride,
      float[] x,
      int xAt,
      int xStep,
      int tapStep,
      float[] y,
      int yAt,
      int yStep,
      int rows,
      int n,
      int tapRows,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    if (stride == 1) {
      stride1(x, xAt, xStep, tapStep, y, yAt, yStep, rows, n, tapRows, w, wAt, bias, biasAt);
    } else {
      stride2(x, xAt, xStep, tapStep, y, yAt, yStep, rows, n, tapRows, w, wAt, bias, biasAt);
    }
  }

  private static void stride1(
      float[] x,
      int xAt,
      int xStep,
      int tapStep,
      float[] y,
      int yAt,
      int yStep,
      int rows,
      int n,
      int tapRows,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    FloatVector start = FloatVector.fromArray(S, bias, biasAt);
    for (int r = 0; r < rows; r++) {
      for (int done = 0; done < n; done += 6) {
        int p = Math.min(done, n - 6);
        int from = xAt + r * xStep + p * 8;
        int to = (yAt + r * yStep + p * 8) & INDEX;
        FloatVector sum0 = start;
        FloatVector sum1 = start;
        FloatVector sum2 = start;
        FloatVector sum3 = start;
        FloatVector sum4 = start;
        FloatVector sum5 = start;
        for (int t = 0; t < tapRows; t++) {
          int i = (from + t * tapStep) & INDEX;
          int k = (wAt + t * 40) & INDEX;
          FloatVector w0 = FloatVector.fromArray(S, w, k);
          FloatVector w1 = FloatVector.fromArray(S, w, k + 8);
          FloatVector w2 = FloatVector.fromArray(S, w, k + 16);
          FloatVector w3 = FloatVector.fromArray(S, w, k + 24);
          FloatVector w4 = FloatVector.fromArray(S, w, k + 32);
          FloatVector v = FloatVector.fromArray(S, x, i);
          sum0 = v.fma(w0, sum0);
          v = FloatVector.fromArray(S, x, i + 8);
          sum0 = v.fma(w1, sum0);
          sum1 = v.fma(w0, sum1);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 16);
          sum0 = v.fma(w2, sum0);
          sum1 = v.fma(w1, sum1);
          sum2 = v.fma(w0, sum2);
          v = FloatVector.fromArray(S, x, i + 24);
          sum0 = v.fma(w3, sum0);
          sum1 = v.fma(w2, sum1);
          sum2 = v.fma(w1, sum2);
          sum3 = v.fma(w0, sum3);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 32);
          sum0 = v.fma(w4, sum0);
          sum1 = v.fma(w3, sum1);
          sum2 = v.fma(w2, sum2);
          sum3 = v.fma(w1, sum3);
          sum4 = v.fma(w0, sum4);
          v = FloatVector.fromArray(S, x, i + 40);
          sum1 = v.fma(w4, sum1);
          sum2 = v.fma(w3, sum2);
          sum3 = v.fma(w2, sum3);
          sum4 = v.fma(w1, sum4);
          sum5 = v.fma(w0, sum5);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 48);
          sum2 = v.fma(w4, sum2);
          sum3 = v.fma(w3, sum3);
          sum4 = v.fma(w2, sum4);
          sum5 = v.fma(w1, sum5);
          v = FloatVector.fromArray(S, x, i + 56);
          sum3 = v.fma(w4, sum3);
          sum4 = v.fma(w3, sum4);
          sum5 = v.fma(w2, sum5);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 64);
          sum4 = v.fma(w4, sum4);
          sum5 = v.fma(w3, sum5);
          v = FloatVector.fromArray(S, x, i + 72);
          sum5 = v.fma(w4, sum5);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
        }
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + 8);
        sum2.intoArray(y, to + 16);
        sum3.intoArray(y, to + 24);
        sum4.intoArray(y, to + 32);
        sum5.intoArray(y, to + 40);
      }
    }
  }

  private static void stride2(
      float[] x,
      int xAt,
      int xStep,
      int tapStep,
      float[] y,
      int yAt,
      int yStep,
      int rows,
      int n,
      int tapRows,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    FloatVector start = FloatVector.fromArray(S, bias, biasAt);
    for (int r = 0; r < rows; r++) {
      for (int done = 0; done < n; done += 6) {
        int p = Math.min(done, n - 6);
        int from = xAt + r * xStep + p * 16;
        int to = (yAt + r * yStep + p * 8) & INDEX;
        FloatVector sum0 = start;
        FloatVector sum1 = start;
        FloatVector sum2 = start;
        FloatVector sum3 = start;
        FloatVector sum4 = start;
        FloatVector sum5 = start;
        for (int t = 0; t < tapRows; t++) {
          int i = (from + t * tapStep) & INDEX;
          int k = (wAt + t * 40) & INDEX;
          FloatVector w0 = FloatVector.fromArray(S, w, k);
          FloatVector w1 = FloatVector.fromArray(S, w, k + 8);
          FloatVector w2 = FloatVector.fromArray(S, w, k + 16);
          FloatVector w3 = FloatVector.fromArray(S, w, k + 24);
          FloatVector w4 = FloatVector.fromArray(S, w, k + 32);
          FloatVector v = FloatVector.fromArray(S, x, i);
          sum0 = v.fma(w0, sum0);
          v = FloatVector.fromArray(S, x, i + 8);
          sum0 = v.fma(w1, sum0);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 16);
          sum0 = v.fma(w2, sum0);
          sum1 = v.fma(w0, sum1);
          v = FloatVector.fromArray(S, x, i + 24);
          sum0 = v.fma(w3, sum0);
          sum1 = v.fma(w1, sum1);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 32);
          sum0 = v.fma(w4, sum0);
          sum1 = v.fma(w2, sum1);
          sum2 = v.fma(w0, sum2);
          v = FloatVector.fromArray(S, x, i + 40);
          sum1 = v.fma(w3, sum1);
          sum2 = v.fma(w1, sum2);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 48);
          sum1 = v.fma(w4, sum1);
          sum2 = v.fma(w2, sum2);
          sum3 = v.fma(w0, sum3);
          v = FloatVector.fromArray(S, x, i + 56);
          sum2 = v.fma(w3, sum2);
          sum3 = v.fma(w1, sum3);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 64);
          sum2 = v.fma(w4, sum2);
          sum3 = v.fma(w2, sum3);
          sum4 = v.fma(w0, sum4);
          v = FloatVector.fromArray(S, x, i + 72);
          sum3 = v.fma(w3, sum3);
          sum4 = v.fma(w1, sum4);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 80);
          sum3 = v.fma(w4, sum3);
          sum4 = v.fma(w2, sum4);
          sum5 = v.fma(w0, sum5);
          v = FloatVector.fromArray(S, x, i + 88);
          sum4 = v.fma(w3, sum4);
          sum5 = v.fma(w1, sum5);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 96);
          sum4 = v.fma(w4, sum4);
          sum5 = v.fma(w2, sum5);
          v = FloatVector.fromArray(S, x, i + 104);
          sum5 = v.fma(w3, sum5);
          if (FENCE) {
            VarHandle.loadLoadFence();
          }
          v = FloatVector.fromArray(S, x, i + 112);
          sum5 = v.fma(w4, sum5);
        }
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + 8);
        sum2.intoArray(y, to + 16);
        sum3.intoArray(y, to + 24);
        sum4.intoArray(y, to + 32);
        sum5.intoArray(y, to + 40);
      }
    }
  }
}
