package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Depthwise kernels of 3×3 taps, nine weights in registers and four pixels at a time. */
final class DepthwiseThree {
  /** Pixels of a row that are computed together; a row must have at least as many. */
  static final int PIXELS = 4;

  private DepthwiseThree() {}

  /**
   * Computes a rectangle of pixels that see the input with all their taps. The last pixels of a row
   * are computed twice if their number is no multiple of {@link #PIXELS}.
   *
   * @param stride 1 or 2 input pixels from one output pixel to the next
   * @param x input, first tap of the first output pixel at xAt
   * @param xStep floats from the input of one output row to that of the next
   * @param tapStep floats from one row of taps to the next
   * @param y output, first pixel at yAt
   * @param yStep floats from one output row to the next
   * @param rows output rows
   * @param n pixels of a row, at least {@link #PIXELS}
   * @param w weights {@code [tap][8]}
   * @param bias what sums start with
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
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    if (stride == 1) {
      stride1(x, xAt, xStep, tapStep, y, yAt, yStep, rows, n, w, wAt, bias, biasAt);
    } else {
      stride2(x, xAt, xStep, tapStep, y, yAt, yStep, rows, n, w, wAt, bias, biasAt);
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
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    FloatVector w0 = FloatVector.fromArray(S, w, wAt);
    FloatVector w1 = FloatVector.fromArray(S, w, wAt + 8);
    FloatVector w2 = FloatVector.fromArray(S, w, wAt + 16);
    FloatVector w3 = FloatVector.fromArray(S, w, wAt + 24);
    FloatVector w4 = FloatVector.fromArray(S, w, wAt + 32);
    FloatVector w5 = FloatVector.fromArray(S, w, wAt + 40);
    FloatVector w6 = FloatVector.fromArray(S, w, wAt + 48);
    FloatVector w7 = FloatVector.fromArray(S, w, wAt + 56);
    FloatVector w8 = FloatVector.fromArray(S, w, wAt + 64);
    for (int r = 0; r < rows; r++) {
      for (int done = 0; done < n; done += 4) {
        int p = Math.min(done, n - 4);
        int i = (xAt + r * xStep + p * 8) & INDEX;
        int j = (i + tapStep) & INDEX;
        int k = (j + tapStep) & INDEX;
        int to = (yAt + r * yStep + p * 8) & INDEX;
        FloatVector v;
        FloatVector sum0 = FloatVector.fromArray(S, bias, biasAt);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        v = FloatVector.fromArray(S, x, i);
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
        sum1 = v.fma(w2, sum1);
        sum2 = v.fma(w1, sum2);
        sum3 = v.fma(w0, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, i + 32);
        sum2 = v.fma(w2, sum2);
        sum3 = v.fma(w1, sum3);
        v = FloatVector.fromArray(S, x, i + 40);
        sum3 = v.fma(w2, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j);
        sum0 = v.fma(w3, sum0);
        v = FloatVector.fromArray(S, x, j + 8);
        sum0 = v.fma(w4, sum0);
        sum1 = v.fma(w3, sum1);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 16);
        sum0 = v.fma(w5, sum0);
        sum1 = v.fma(w4, sum1);
        sum2 = v.fma(w3, sum2);
        v = FloatVector.fromArray(S, x, j + 24);
        sum1 = v.fma(w5, sum1);
        sum2 = v.fma(w4, sum2);
        sum3 = v.fma(w3, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 32);
        sum2 = v.fma(w5, sum2);
        sum3 = v.fma(w4, sum3);
        v = FloatVector.fromArray(S, x, j + 40);
        sum3 = v.fma(w5, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k);
        sum0 = v.fma(w6, sum0);
        v = FloatVector.fromArray(S, x, k + 8);
        sum0 = v.fma(w7, sum0);
        sum1 = v.fma(w6, sum1);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 16);
        sum0 = v.fma(w8, sum0);
        sum1 = v.fma(w7, sum1);
        sum2 = v.fma(w6, sum2);
        v = FloatVector.fromArray(S, x, k + 24);
        sum1 = v.fma(w8, sum1);
        sum2 = v.fma(w7, sum2);
        sum3 = v.fma(w6, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 32);
        sum2 = v.fma(w8, sum2);
        sum3 = v.fma(w7, sum3);
        v = FloatVector.fromArray(S, x, k + 40);
        sum3 = v.fma(w8, sum3);
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + 8);
        sum2.intoArray(y, to + 16);
        sum3.intoArray(y, to + 24);
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
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    FloatVector w0 = FloatVector.fromArray(S, w, wAt);
    FloatVector w1 = FloatVector.fromArray(S, w, wAt + 8);
    FloatVector w2 = FloatVector.fromArray(S, w, wAt + 16);
    FloatVector w3 = FloatVector.fromArray(S, w, wAt + 24);
    FloatVector w4 = FloatVector.fromArray(S, w, wAt + 32);
    FloatVector w5 = FloatVector.fromArray(S, w, wAt + 40);
    FloatVector w6 = FloatVector.fromArray(S, w, wAt + 48);
    FloatVector w7 = FloatVector.fromArray(S, w, wAt + 56);
    FloatVector w8 = FloatVector.fromArray(S, w, wAt + 64);
    for (int r = 0; r < rows; r++) {
      for (int done = 0; done < n; done += 4) {
        int p = Math.min(done, n - 4);
        int i = (xAt + r * xStep + p * 16) & INDEX;
        int j = (i + tapStep) & INDEX;
        int k = (j + tapStep) & INDEX;
        int to = (yAt + r * yStep + p * 8) & INDEX;
        FloatVector v;
        FloatVector sum0 = FloatVector.fromArray(S, bias, biasAt);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        v = FloatVector.fromArray(S, x, i);
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
        sum1 = v.fma(w1, sum1);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, i + 32);
        sum1 = v.fma(w2, sum1);
        sum2 = v.fma(w0, sum2);
        v = FloatVector.fromArray(S, x, i + 40);
        sum2 = v.fma(w1, sum2);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, i + 48);
        sum2 = v.fma(w2, sum2);
        sum3 = v.fma(w0, sum3);
        v = FloatVector.fromArray(S, x, i + 56);
        sum3 = v.fma(w1, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, i + 64);
        sum3 = v.fma(w2, sum3);
        v = FloatVector.fromArray(S, x, j);
        sum0 = v.fma(w3, sum0);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 8);
        sum0 = v.fma(w4, sum0);
        v = FloatVector.fromArray(S, x, j + 16);
        sum0 = v.fma(w5, sum0);
        sum1 = v.fma(w3, sum1);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 24);
        sum1 = v.fma(w4, sum1);
        v = FloatVector.fromArray(S, x, j + 32);
        sum1 = v.fma(w5, sum1);
        sum2 = v.fma(w3, sum2);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 40);
        sum2 = v.fma(w4, sum2);
        v = FloatVector.fromArray(S, x, j + 48);
        sum2 = v.fma(w5, sum2);
        sum3 = v.fma(w3, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, j + 56);
        sum3 = v.fma(w4, sum3);
        v = FloatVector.fromArray(S, x, j + 64);
        sum3 = v.fma(w5, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k);
        sum0 = v.fma(w6, sum0);
        v = FloatVector.fromArray(S, x, k + 8);
        sum0 = v.fma(w7, sum0);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 16);
        sum0 = v.fma(w8, sum0);
        sum1 = v.fma(w6, sum1);
        v = FloatVector.fromArray(S, x, k + 24);
        sum1 = v.fma(w7, sum1);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 32);
        sum1 = v.fma(w8, sum1);
        sum2 = v.fma(w6, sum2);
        v = FloatVector.fromArray(S, x, k + 40);
        sum2 = v.fma(w7, sum2);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 48);
        sum2 = v.fma(w8, sum2);
        sum3 = v.fma(w6, sum3);
        v = FloatVector.fromArray(S, x, k + 56);
        sum3 = v.fma(w7, sum3);
        if (FENCE) {
          VarHandle.loadLoadFence();
        }
        v = FloatVector.fromArray(S, x, k + 64);
        sum3 = v.fma(w8, sum3);
        sum0.intoArray(y, to);
        sum1.intoArray(y, to + 8);
        sum2.intoArray(y, to + 16);
        sum3.intoArray(y, to + 24);
      }
    }
  }
}
