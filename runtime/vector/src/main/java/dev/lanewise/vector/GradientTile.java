package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/** Tile kernel of {@link VectorConvGradient}: 4 rows by 2 vectors, summed over an image. */
final class GradientTile {
  /** Rows of a tile. */
  static final int ROWS = 4;

  private GradientTile() {}

  /**
   * Adds the products of four elements of the input and two vectors of derivatives over all output
   * pixels.
   *
   * @param height rows of output pixels
   * @param width output pixels of a row
   * @param x0 input element of the first row that the first output pixel sees
   * @param x1 where the element of the second row is, counted from that of the first; x2 and x3
   *     likewise
   * @param xLine floats of x from one row of output pixels to the next
   * @param xStep floats of x from one output pixel to the next
   * @param d0 first vector of derivatives of the first output pixel
   * @param dStep floats from one output pixel's derivatives to the next
   * @param sums {@code [4][2 · L]}, changed
   * @param start whether sums start from zero
   */
  static void add(
      int height,
      int width,
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      int xLine,
      int xStep,
      float[] d,
      int d0,
      int d1,
      int dStep,
      float[] sums,
      int at,
      boolean start) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector a0 = start ? zero : FloatVector.fromArray(S, sums, at);
    FloatVector b0 = start ? zero : FloatVector.fromArray(S, sums, at + L);
    FloatVector a1 = start ? zero : FloatVector.fromArray(S, sums, at + 2 * L);
    FloatVector b1 = start ? zero : FloatVector.fromArray(S, sums, at + 3 * L);
    FloatVector a2 = start ? zero : FloatVector.fromArray(S, sums, at + 4 * L);
    FloatVector b2 = start ? zero : FloatVector.fromArray(S, sums, at + 5 * L);
    FloatVector a3 = start ? zero : FloatVector.fromArray(S, sums, at + 6 * L);
    FloatVector b3 = start ? zero : FloatVector.fromArray(S, sums, at + 7 * L);
    // Steps are no constants, so that the short loops over a row are not cut into three.
    int p = d0 & INDEX;
    int second = d1 - d0;
    for (int r = 0; r < height; r++) {
      int i = (x0 + r * xLine) & INDEX;
      int end = p + width * dStep;
      while (p < end) {
        FloatVector v = FloatVector.fromArray(S, d, p);
        FloatVector w = FloatVector.fromArray(S, d, (p + second) & INDEX);
        FloatVector e = FloatVector.broadcast(S, x[i]);
        a0 = e.fma(v, a0);
        b0 = e.fma(w, b0);
        e = FloatVector.broadcast(S, x[i + x1]);
        a1 = e.fma(v, a1);
        b1 = e.fma(w, b1);
        e = FloatVector.broadcast(S, x[i + x2]);
        a2 = e.fma(v, a2);
        b2 = e.fma(w, b2);
        e = FloatVector.broadcast(S, x[i + x3]);
        a3 = e.fma(v, a3);
        b3 = e.fma(w, b3);
        i += xStep;
        p += dStep;
      }
    }
    a0.intoArray(sums, at);
    b0.intoArray(sums, at + L);
    a1.intoArray(sums, at + 2 * L);
    b1.intoArray(sums, at + 3 * L);
    a2.intoArray(sums, at + 4 * L);
    b2.intoArray(sums, at + 5 * L);
    a3.intoArray(sums, at + 6 * L);
    b3.intoArray(sums, at + 7 * L);
  }

  /**
   * Does the same as {@link #add} where the elements of the four rows lie next to each other, so
   * that one range check is enough.
   */
  static void addNeighbours(
      int height,
      int width,
      float[] x,
      int x0,
      int xLine,
      int xStep,
      float[] d,
      int d0,
      int d1,
      int dStep,
      float[] sums,
      int at,
      boolean start) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector a0 = start ? zero : FloatVector.fromArray(S, sums, at);
    FloatVector b0 = start ? zero : FloatVector.fromArray(S, sums, at + L);
    FloatVector a1 = start ? zero : FloatVector.fromArray(S, sums, at + 2 * L);
    FloatVector b1 = start ? zero : FloatVector.fromArray(S, sums, at + 3 * L);
    FloatVector a2 = start ? zero : FloatVector.fromArray(S, sums, at + 4 * L);
    FloatVector b2 = start ? zero : FloatVector.fromArray(S, sums, at + 5 * L);
    FloatVector a3 = start ? zero : FloatVector.fromArray(S, sums, at + 6 * L);
    FloatVector b3 = start ? zero : FloatVector.fromArray(S, sums, at + 7 * L);
    int p = d0 & INDEX;
    int second = d1 - d0;
    for (int r = 0; r < height; r++) {
      int i = (x0 + r * xLine) & INDEX;
      int end = p + width * dStep;
      while (p < end) {
        FloatVector v = FloatVector.fromArray(S, d, p);
        FloatVector w = FloatVector.fromArray(S, d, (p + second) & INDEX);
        FloatVector e = FloatVector.broadcast(S, x[i]);
        a0 = e.fma(v, a0);
        b0 = e.fma(w, b0);
        e = FloatVector.broadcast(S, x[i + 1]);
        a1 = e.fma(v, a1);
        b1 = e.fma(w, b1);
        e = FloatVector.broadcast(S, x[i + 2]);
        a2 = e.fma(v, a2);
        b2 = e.fma(w, b2);
        e = FloatVector.broadcast(S, x[i + 3]);
        a3 = e.fma(v, a3);
        b3 = e.fma(w, b3);
        i += xStep;
        p += dStep;
      }
    }
    a0.intoArray(sums, at);
    b0.intoArray(sums, at + L);
    a1.intoArray(sums, at + 2 * L);
    b1.intoArray(sums, at + 3 * L);
    a2.intoArray(sums, at + 4 * L);
    b2.intoArray(sums, at + 5 * L);
    a3.intoArray(sums, at + 6 * L);
    b3.intoArray(sums, at + 7 * L);
  }
}
