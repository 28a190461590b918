package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * The kernel of {@link StemConv}: 6 pixels by 2 vectors of channels. Neighbouring pixels of a tile
 * read inputs that are {@link #DISTANCE} floats apart: with columns in steps of 2 these are
 * neighbours, with steps of 1 every other pixel. Taps of a kernel row are taken three at a time as
 * far as that goes, so that a turn checks its indices once.
 */
final class StemTile {
  /** Pixels of a tile. */
  static final int PIXELS = 6;

  /** Floats between the inputs of a tile's pixels. */
  static final int DISTANCE = 2;

  private StemTile() {}

  /**
   * Computes {@code y = c + Σ x · w} for at least 6 pixels; the last tile overlaps the one before.
   * Every output is one chain of fused multiply-adds in the order of the weights, to which c is
   * added.
   *
   * @param pixels how many pixels
   * @param triples how often three taps that lie side by side are taken together
   * @param singles how many taps are taken by themselves
   * @param x input
   * @param xAt where the taps of the first pixel are counted from
   * @param offsets of the first tap of each triple, then of the single ones
   * @param w weights {@code [tap][2 · L]}, from wAt on
   * @param c what is added to the sums of a pixel
   * @param y receives the sums, from yAt on
   * @param yPixel floats from one pixel of y to the next
   * @param yVector floats from a pixel's first vector to its second; vectors are stored in order,
   *     so that with 0 the second one stays
   */
  static void multiply(
      int pixels,
      int triples,
      int singles,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] c,
      int cAt,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    int tiles = pixels / PIXELS;
    run(tiles, triples, singles, x, xAt, offsets, w, wAt, c, cAt, y, yAt, yPixel, yVector);
    if (tiles * PIXELS < pixels) {
      int last = pixels - PIXELS;
      int from = xAt + last * DISTANCE;
      int to = yAt + last * yPixel;
      run(1, triples, singles, x, from, offsets, w, wAt, c, cAt, y, to, yPixel, yVector);
    }
  }

  private static void run(
      int tiles,
      int triples,
      int singles,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] c,
      int cAt,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    for (int t = 0; t < tiles; t++) {
      FloatVector c0 = FloatVector.zero(S);
      FloatVector d0 = FloatVector.zero(S);
      FloatVector c1 = c0;
      FloatVector d1 = d0;
      FloatVector c2 = c0;
      FloatVector d2 = d0;
      FloatVector c3 = c0;
      FloatVector d3 = d0;
      FloatVector c4 = c0;
      FloatVector d4 = d0;
      FloatVector c5 = c0;
      FloatVector d5 = d0;
      for (int k = 0; k < triples; k++) {
        int i = (xAt + offsets[k]) & INDEX;
        int j = (wAt + k * 6 * L) & INDEX;
        FloatVector w0 = FloatVector.fromArray(S, w, j);
        FloatVector w1 = FloatVector.fromArray(S, w, j + L);
        FloatVector v = FloatVector.broadcast(S, x[i]);
        c0 = v.fma(w0, c0);
        d0 = v.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 2]);
        c1 = v.fma(w0, c1);
        d1 = v.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 4]);
        c2 = v.fma(w0, c2);
        d2 = v.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 6]);
        c3 = v.fma(w0, c3);
        d3 = v.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 8]);
        c4 = v.fma(w0, c4);
        d4 = v.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 10]);
        c5 = v.fma(w0, c5);
        d5 = v.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 2 * L);
        w1 = FloatVector.fromArray(S, w, j + 3 * L);
        v = FloatVector.broadcast(S, x[i + 1]);
        c0 = v.fma(w0, c0);
        d0 = v.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 3]);
        c1 = v.fma(w0, c1);
        d1 = v.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 5]);
        c2 = v.fma(w0, c2);
        d2 = v.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 7]);
        c3 = v.fma(w0, c3);
        d3 = v.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 9]);
        c4 = v.fma(w0, c4);
        d4 = v.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 11]);
        c5 = v.fma(w0, c5);
        d5 = v.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 4 * L);
        w1 = FloatVector.fromArray(S, w, j + 5 * L);
        v = FloatVector.broadcast(S, x[i + 2]);
        c0 = v.fma(w0, c0);
        d0 = v.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 4]);
        c1 = v.fma(w0, c1);
        d1 = v.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 6]);
        c2 = v.fma(w0, c2);
        d2 = v.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 8]);
        c3 = v.fma(w0, c3);
        d3 = v.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 10]);
        c4 = v.fma(w0, c4);
        d4 = v.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 12]);
        c5 = v.fma(w0, c5);
        d5 = v.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
      }
      for (int k = 0; k < singles; k++) {
        int i = (xAt + offsets[triples + k]) & INDEX;
        int j = (wAt + (3 * triples + k) * 2 * L) & INDEX;
        FloatVector w0 = FloatVector.fromArray(S, w, j);
        FloatVector w1 = FloatVector.fromArray(S, w, j + L);
        FloatVector v = FloatVector.broadcast(S, x[i]);
        c0 = v.fma(w0, c0);
        d0 = v.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 2]);
        c1 = v.fma(w0, c1);
        d1 = v.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 4]);
        c2 = v.fma(w0, c2);
        d2 = v.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 6]);
        c3 = v.fma(w0, c3);
        d3 = v.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 8]);
        c4 = v.fma(w0, c4);
        d4 = v.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, x[i + 10]);
        c5 = v.fma(w0, c5);
        d5 = v.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
      }
      FloatVector start0 = FloatVector.fromArray(S, c, cAt);
      FloatVector start1 = FloatVector.fromArray(S, c, cAt + L);
      c0.add(start0).intoArray(y, yAt);
      d0.add(start1).intoArray(y, yAt + yVector);
      c1.add(start0).intoArray(y, yAt + yPixel);
      d1.add(start1).intoArray(y, yAt + yPixel + yVector);
      c2.add(start0).intoArray(y, yAt + 2 * yPixel);
      d2.add(start1).intoArray(y, yAt + 2 * yPixel + yVector);
      c3.add(start0).intoArray(y, yAt + 3 * yPixel);
      d3.add(start1).intoArray(y, yAt + 3 * yPixel + yVector);
      c4.add(start0).intoArray(y, yAt + 4 * yPixel);
      d4.add(start1).intoArray(y, yAt + 4 * yPixel + yVector);
      c5.add(start0).intoArray(y, yAt + 5 * yPixel);
      d5.add(start1).intoArray(y, yAt + 5 * yPixel + yVector);
      xAt += PIXELS * DISTANCE;
      yAt += PIXELS * yPixel;
    }
  }
}
