package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
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
    FloatVector c0 = FloatVector.zero(S);
    FloatVector d0 = FloatVector.zero(S);
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
    c0 = c0.add(c1).add(c2.add(c3));
    d0 = d0.add(d1).add(d2.add(d3));
    c0.add(FloatVector.fromArray(S, c, cAt)).intoArray(y, yAt);
    d0.add(FloatVector.fromArray(S, c, cAt + L)).intoArray(y, yAt + L);
  }

  /**
   * The same for two packed panels, whose rows follow one another: {@code c} and {@code y} have 4·L
   * columns. Two streams of weights hide the beginnings of pages, at which nothing is prefetched.
   * Elements i with the same remainder by 2 are summed up one after another.
   *
   * @param next floats from the first panel to the second
   */
  static void panels(
      int k,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int next,
      float[] c,
      int cAt,
      float[] y,
      int yAt) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector c0 = FloatVector.zero(S);
    FloatVector d0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector d1 = FloatVector.zero(S);
    int i = 0;
    for (; i < (k & -8); i += 8) {
      int p = (xAt + i) & INDEX;
      int q = (wAt + i * (2 * L)) & INDEX;
      int r = (wAt + next + i * (2 * L)) & INDEX;
      FloatVector e = FloatVector.broadcast(S, x[p]);
      a0 = e.fma(FloatVector.fromArray(S, w, q), a0);
      b0 = e.fma(FloatVector.fromArray(S, w, q + L), b0);
      c0 = e.fma(FloatVector.fromArray(S, w, r), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, r + L), d0);
      e = FloatVector.broadcast(S, x[p + 1]);
      a1 = e.fma(FloatVector.fromArray(S, w, q + 2 * L), a1);
      b1 = e.fma(FloatVector.fromArray(S, w, q + 3 * L), b1);
      c1 = e.fma(FloatVector.fromArray(S, w, r + 2 * L), c1);
      d1 = e.fma(FloatVector.fromArray(S, w, r + 3 * L), d1);
      e = FloatVector.broadcast(S, x[p + 2]);
      a0 = e.fma(FloatVector.fromArray(S, w, q + 4 * L), a0);
      b0 = e.fma(FloatVector.fromArray(S, w, q + 5 * L), b0);
      c0 = e.fma(FloatVector.fromArray(S, w, r + 4 * L), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, r + 5 * L), d0);
      e = FloatVector.broadcast(S, x[p + 3]);
      a1 = e.fma(FloatVector.fromArray(S, w, q + 6 * L), a1);
      b1 = e.fma(FloatVector.fromArray(S, w, q + 7 * L), b1);
      c1 = e.fma(FloatVector.fromArray(S, w, r + 6 * L), c1);
      d1 = e.fma(FloatVector.fromArray(S, w, r + 7 * L), d1);
      e = FloatVector.broadcast(S, x[p + 4]);
      a0 = e.fma(FloatVector.fromArray(S, w, q + 8 * L), a0);
      b0 = e.fma(FloatVector.fromArray(S, w, q + 9 * L), b0);
      c0 = e.fma(FloatVector.fromArray(S, w, r + 8 * L), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, r + 9 * L), d0);
      e = FloatVector.broadcast(S, x[p + 5]);
      a1 = e.fma(FloatVector.fromArray(S, w, q + 10 * L), a1);
      b1 = e.fma(FloatVector.fromArray(S, w, q + 11 * L), b1);
      c1 = e.fma(FloatVector.fromArray(S, w, r + 10 * L), c1);
      d1 = e.fma(FloatVector.fromArray(S, w, r + 11 * L), d1);
      e = FloatVector.broadcast(S, x[p + 6]);
      a0 = e.fma(FloatVector.fromArray(S, w, q + 12 * L), a0);
      b0 = e.fma(FloatVector.fromArray(S, w, q + 13 * L), b0);
      c0 = e.fma(FloatVector.fromArray(S, w, r + 12 * L), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, r + 13 * L), d0);
      e = FloatVector.broadcast(S, x[p + 7]);
      a1 = e.fma(FloatVector.fromArray(S, w, q + 14 * L), a1);
      b1 = e.fma(FloatVector.fromArray(S, w, q + 15 * L), b1);
      c1 = e.fma(FloatVector.fromArray(S, w, r + 14 * L), c1);
      d1 = e.fma(FloatVector.fromArray(S, w, r + 15 * L), d1);
    }
    for (; i < k; i++) {
      int q = wAt + i * (2 * L);
      FloatVector e = FloatVector.broadcast(S, x[xAt + i]);
      a0 = e.fma(FloatVector.fromArray(S, w, q), a0);
      b0 = e.fma(FloatVector.fromArray(S, w, q + L), b0);
      c0 = e.fma(FloatVector.fromArray(S, w, q + next), c0);
      d0 = e.fma(FloatVector.fromArray(S, w, q + next + L), d0);
    }
    a0.add(a1).add(FloatVector.fromArray(S, c, cAt)).intoArray(y, yAt);
    b0.add(b1).add(FloatVector.fromArray(S, c, cAt + L)).intoArray(y, yAt + L);
    c0.add(c1).add(FloatVector.fromArray(S, c, cAt + 2 * L)).intoArray(y, yAt + 2 * L);
    d0.add(d1).add(FloatVector.fromArray(S, c, cAt + 3 * L)).intoArray(y, yAt + 3 * L);
  }

  /**
   * The same for two rows x and y that are {@code xRow} and {@code yRow} floats apart; all elements
   * are summed up one after another.
   */
  static void panelsOfTwo(
      int k,
      float[] x,
      int xAt,
      int xRow,
      float[] w,
      int wAt,
      int next,
      float[] c,
      int cAt,
      float[] y,
      int yAt,
      int yRow) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector c0 = FloatVector.zero(S);
    FloatVector d0 = FloatVector.zero(S);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector c1 = c0;
    FloatVector d1 = d0;
    int i = 0;
    for (; i < (k & -4); i += 4) {
      int p = (xAt + i) & INDEX;
      int s = (xAt + xRow + i) & INDEX;
      int q = (wAt + i * (2 * L)) & INDEX;
      int r = (wAt + next + i * (2 * L)) & INDEX;
      FloatVector t = FloatVector.fromArray(S, w, q);
      FloatVector u = FloatVector.fromArray(S, w, q + L);
      FloatVector v = FloatVector.fromArray(S, w, r);
      FloatVector z = FloatVector.fromArray(S, w, r + L);
      FloatVector e = FloatVector.broadcast(S, x[p]);
      FloatVector f = FloatVector.broadcast(S, x[s]);
      a0 = e.fma(t, a0);
      b0 = e.fma(u, b0);
      c0 = e.fma(v, c0);
      d0 = e.fma(z, d0);
      a1 = f.fma(t, a1);
      b1 = f.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(z, d1);
      if (FENCE) VarHandle.loadLoadFence();
      t = FloatVector.fromArray(S, w, q + 2 * L);
      u = FloatVector.fromArray(S, w, q + 3 * L);
      v = FloatVector.fromArray(S, w, r + 2 * L);
      z = FloatVector.fromArray(S, w, r + 3 * L);
      e = FloatVector.broadcast(S, x[p + 1]);
      f = FloatVector.broadcast(S, x[s + 1]);
      a0 = e.fma(t, a0);
      b0 = e.fma(u, b0);
      c0 = e.fma(v, c0);
      d0 = e.fma(z, d0);
      a1 = f.fma(t, a1);
      b1 = f.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(z, d1);
      if (FENCE) VarHandle.loadLoadFence();
      t = FloatVector.fromArray(S, w, q + 4 * L);
      u = FloatVector.fromArray(S, w, q + 5 * L);
      v = FloatVector.fromArray(S, w, r + 4 * L);
      z = FloatVector.fromArray(S, w, r + 5 * L);
      e = FloatVector.broadcast(S, x[p + 2]);
      f = FloatVector.broadcast(S, x[s + 2]);
      a0 = e.fma(t, a0);
      b0 = e.fma(u, b0);
      c0 = e.fma(v, c0);
      d0 = e.fma(z, d0);
      a1 = f.fma(t, a1);
      b1 = f.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(z, d1);
      if (FENCE) VarHandle.loadLoadFence();
      t = FloatVector.fromArray(S, w, q + 6 * L);
      u = FloatVector.fromArray(S, w, q + 7 * L);
      v = FloatVector.fromArray(S, w, r + 6 * L);
      z = FloatVector.fromArray(S, w, r + 7 * L);
      e = FloatVector.broadcast(S, x[p + 3]);
      f = FloatVector.broadcast(S, x[s + 3]);
      a0 = e.fma(t, a0);
      b0 = e.fma(u, b0);
      c0 = e.fma(v, c0);
      d0 = e.fma(z, d0);
      a1 = f.fma(t, a1);
      b1 = f.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(z, d1);
      if (FENCE) VarHandle.loadLoadFence();
    }
    for (; i < k; i++) {
      int q = wAt + i * (2 * L);
      FloatVector t = FloatVector.fromArray(S, w, q);
      FloatVector u = FloatVector.fromArray(S, w, q + L);
      FloatVector v = FloatVector.fromArray(S, w, q + next);
      FloatVector z = FloatVector.fromArray(S, w, q + next + L);
      FloatVector e = FloatVector.broadcast(S, x[xAt + i]);
      FloatVector f = FloatVector.broadcast(S, x[xAt + xRow + i]);
      a0 = e.fma(t, a0);
      b0 = e.fma(u, b0);
      c0 = e.fma(v, c0);
      d0 = e.fma(z, d0);
      a1 = f.fma(t, a1);
      b1 = f.fma(u, b1);
      c1 = f.fma(v, c1);
      d1 = f.fma(z, d1);
    }
    FloatVector t = FloatVector.fromArray(S, c, cAt);
    FloatVector u = FloatVector.fromArray(S, c, cAt + L);
    FloatVector v = FloatVector.fromArray(S, c, cAt + 2 * L);
    FloatVector z = FloatVector.fromArray(S, c, cAt + 3 * L);
    a0.add(t).intoArray(y, yAt);
    b0.add(u).intoArray(y, yAt + L);
    c0.add(v).intoArray(y, yAt + 2 * L);
    d0.add(z).intoArray(y, yAt + 3 * L);
    a1.add(t).intoArray(y, yAt + yRow);
    b1.add(u).intoArray(y, yAt + yRow + L);
    c1.add(v).intoArray(y, yAt + yRow + 2 * L);
    d1.add(z).intoArray(y, yAt + yRow + 3 * L);
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
