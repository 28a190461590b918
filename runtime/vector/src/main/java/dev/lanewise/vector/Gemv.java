package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/** Products of one or two rows with a matrix. They are bound by the weights' way from memory. */
final class Gemv {
  private Gemv() {}

  /**
   * {@code y[j] = c[j] + Σ x[i] · w[i][j]} for the 2·L columns j of a panel. Four chains per vector
   * hide the latency of the multiply-adds: elements i with the same remainder by 4 are summed up
   * one after another.
   *
   * @param k elements of the sum
   * @param row floats from one row of w to the next
   */
  static void columns(
      int k,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int row,
      float[] c,
      int cAt,
      float[] y,
      int yAt) {
    FloatVector c0 = FloatVector.fromArray(S, c, cAt);
    FloatVector d0 = FloatVector.fromArray(S, c, cAt + L);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector d1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector d2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector d3 = FloatVector.zero(S);
    int i = 0;
    for (; i < (k & -4); i += 4) {
      int p = (xAt + i) & INDEX;
      int q = (wAt + i * row) & INDEX;
      FloatVector e = FloatVector.broadcast(S, x[p]);
      c0 = e.fma(FloatVector.fromArray(S, w, q), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, q + L), d0);
      e = FloatVector.broadcast(S, x[p + 1]);
      c1 = e.fma(FloatVector.fromArray(S, w, q + row), c1);
      d1 = e.fma(FloatVector.fromArray(S, w, q + row + L), d1);
      e = FloatVector.broadcast(S, x[p + 2]);
      c2 = e.fma(FloatVector.fromArray(S, w, q + 2 * row), c2);
      d2 = e.fma(FloatVector.fromArray(S, w, q + 2 * row + L), d2);
      e = FloatVector.broadcast(S, x[p + 3]);
      c3 = e.fma(FloatVector.fromArray(S, w, q + 3 * row), c3);
      d3 = e.fma(FloatVector.fromArray(S, w, q + 3 * row + L), d3);
    }
    for (; i < k; i++) {
      FloatVector e = FloatVector.broadcast(S, x[xAt + i]);
      c0 = e.fma(FloatVector.fromArray(S, w, wAt + i * row), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, wAt + i * row + L), d0);
    }
    c0.add(c1).add(c2.add(c3)).intoArray(y, yAt);
    d0.add(d1).add(d2.add(d3)).intoArray(y, yAt + L);
  }

  /**
   * The same for two rows x and y that are {@code xRow} and {@code yRow} floats apart; elements i
   * with the same remainder by 2 are summed up one after another.
   */
  static void columnsOfTwo(
      int k,
      float[] x,
      int xAt,
      int xRow,
      float[] w,
      int wAt,
      int row,
      float[] c,
      int cAt,
      float[] y,
      int yAt,
      int yRow) {
    FloatVector a0 = FloatVector.fromArray(S, c, cAt);
    FloatVector b0 = FloatVector.fromArray(S, c, cAt + L);
    FloatVector c0 = a0;
    FloatVector d0 = b0;
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector d1 = FloatVector.zero(S);
    int i = 0;
    for (; i < (k & -2); i += 2) {
      int p = (xAt + i) & INDEX;
      int r = (xAt + xRow + i) & INDEX;
      int q = (wAt + i * row) & INDEX;
      FloatVector v = FloatVector.fromArray(S, w, q);
      FloatVector u = FloatVector.fromArray(S, w, q + L);
      FloatVector e = FloatVector.broadcast(S, x[p]);
      FloatVector f = FloatVector.broadcast(S, x[r]);
      a0 = e.fma(v, a0);
      b0 = e.fma(u, b0);
      c0 = f.fma(v, c0);
      d0 = f.fma(u, d0);
      v = FloatVector.fromArray(S, w, q + row);
      u = FloatVector.fromArray(S, w, q + row + L);
      e = FloatVector.broadcast(S, x[p + 1]);
      f = FloatVector.broadcast(S, x[r + 1]);
      a1 = e.fma(v, a1);
      b1 = e.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(u, d1);
    }
    if (i < k) {
      FloatVector v = FloatVector.fromArray(S, w, wAt + i * row);
      FloatVector u = FloatVector.fromArray(S, w, wAt + i * row + L);
      FloatVector e = FloatVector.broadcast(S, x[xAt + i]);
      FloatVector f = FloatVector.broadcast(S, x[xAt + xRow + i]);
      a0 = e.fma(v, a0);
      b0 = e.fma(u, b0);
      c0 = f.fma(v, c0);
      d0 = f.fma(u, d0);
    }
    a0.add(a1).intoArray(y, yAt);
    b0.add(b1).intoArray(y, yAt + L);
    c0.add(c1).intoArray(y, yAt + yRow);
    d0.add(d1).intoArray(y, yAt + yRow + L);
  }

  /**
   * Four dot products {@code Σ x[i] · w[j][i]} as vectors of 2·L partial sums each; the last {@code
   * k % (2·L)} elements are left out.
   *
   * @param row floats from one row of w to the next
   * @param sums receives, for each of the four, 2·L partial sums
   */
  static void dots(
      int k, float[] x, int xAt, float[] w, int wAt, int row, float[] sums, int sumsAt) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector b2 = FloatVector.zero(S);
    FloatVector a3 = FloatVector.zero(S);
    FloatVector b3 = FloatVector.zero(S);
    for (int i = 0; i < k / (2 * L) * (2 * L); i += 2 * L) {
      int p = (xAt + i) & INDEX;
      int q = (wAt + i) & INDEX;
      FloatVector e = FloatVector.fromArray(S, x, p);
      FloatVector f = FloatVector.fromArray(S, x, p + L);
      a0 = e.fma(FloatVector.fromArray(S, w, q), a0);
      b0 = f.fma(FloatVector.fromArray(S, w, q + L), b0);
      a1 = e.fma(FloatVector.fromArray(S, w, q + row), a1);
      b1 = f.fma(FloatVector.fromArray(S, w, q + row + L), b1);
      a2 = e.fma(FloatVector.fromArray(S, w, q + 2 * row), a2);
      b2 = f.fma(FloatVector.fromArray(S, w, q + 2 * row + L), b2);
      a3 = e.fma(FloatVector.fromArray(S, w, q + 3 * row), a3);
      b3 = f.fma(FloatVector.fromArray(S, w, q + 3 * row + L), b3);
    }
    a0.intoArray(sums, sumsAt);
    b0.intoArray(sums, sumsAt + L);
    a1.intoArray(sums, sumsAt + 2 * L);
    b1.intoArray(sums, sumsAt + 3 * L);
    a2.intoArray(sums, sumsAt + 4 * L);
    b2.intoArray(sums, sumsAt + 5 * L);
    a3.intoArray(sums, sumsAt + 6 * L);
    b3.intoArray(sums, sumsAt + 7 * L);
  }
}
