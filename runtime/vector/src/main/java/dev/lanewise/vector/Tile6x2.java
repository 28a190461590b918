package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Tile kernel of 6 pixels by 2 vectors; see {@link Tiles}. */
final class Tile6x2 {
  private Tile6x2() {}

  /** Multiplies {@code tiles} tiles; parameters as in {@link Tiles#multiply}. */
  static void run(
      int tiles,
      int blocks,
      float[] a,
      int aAt,
      int aBlock,
      float[] w,
      int wAt,
      float[] c,
      int cAt,
      int cTile,
      int cVector,
      float[] y,
      int yAt,
      int yVector) {
    for (int t = 0; t < tiles; t++) {
      FloatVector c0 = FloatVector.zero(S);
      FloatVector d0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector d1 = FloatVector.zero(S);
      FloatVector c2 = FloatVector.zero(S);
      FloatVector d2 = FloatVector.zero(S);
      FloatVector c3 = FloatVector.zero(S);
      FloatVector d3 = FloatVector.zero(S);
      FloatVector c4 = FloatVector.zero(S);
      FloatVector d4 = FloatVector.zero(S);
      FloatVector c5 = FloatVector.zero(S);
      FloatVector d5 = FloatVector.zero(S);
      for (int r = 0; r < blocks; r++) {
        int i = (aAt + r * aBlock) & INDEX;
        int j = (wAt + r * (16 * L)) & INDEX;
        FloatVector w0 = FloatVector.fromArray(S, w, j);
        FloatVector w1 = FloatVector.fromArray(S, w, j + L);
        FloatVector x = FloatVector.broadcast(S, a[i]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 8]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 16]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 24]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 32]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 40]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 2 * L);
        w1 = FloatVector.fromArray(S, w, j + 3 * L);
        x = FloatVector.broadcast(S, a[i + 1]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 9]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 17]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 25]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 33]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 41]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 4 * L);
        w1 = FloatVector.fromArray(S, w, j + 5 * L);
        x = FloatVector.broadcast(S, a[i + 2]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 10]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 18]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 26]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 34]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 42]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 6 * L);
        w1 = FloatVector.fromArray(S, w, j + 7 * L);
        x = FloatVector.broadcast(S, a[i + 3]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 11]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 19]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 27]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 35]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 43]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 8 * L);
        w1 = FloatVector.fromArray(S, w, j + 9 * L);
        x = FloatVector.broadcast(S, a[i + 4]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 12]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 20]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 28]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 36]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 44]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 10 * L);
        w1 = FloatVector.fromArray(S, w, j + 11 * L);
        x = FloatVector.broadcast(S, a[i + 5]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 13]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 21]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 29]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 37]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 45]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 12 * L);
        w1 = FloatVector.fromArray(S, w, j + 13 * L);
        x = FloatVector.broadcast(S, a[i + 6]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 14]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 22]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 30]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 38]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 46]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 14 * L);
        w1 = FloatVector.fromArray(S, w, j + 15 * L);
        x = FloatVector.broadcast(S, a[i + 7]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 15]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 23]);
        c2 = x.fma(w0, c2);
        d2 = x.fma(w1, d2);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 31]);
        c3 = x.fma(w0, c3);
        d3 = x.fma(w1, d3);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 39]);
        c4 = x.fma(w0, c4);
        d4 = x.fma(w1, d4);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 47]);
        c5 = x.fma(w0, c5);
        d5 = x.fma(w1, d5);
        if (FENCE) VarHandle.loadLoadFence();
      }
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      int u = yAt & INDEX;
      int v = (yAt + yVector) & INDEX;
      c0 = c0.add(FloatVector.fromArray(S, c, p));
      d0 = d0.add(FloatVector.fromArray(S, c, q));
      c0.intoArray(y, u);
      d0.intoArray(y, v);
      c1 = c1.add(FloatVector.fromArray(S, c, p + 8));
      d1 = d1.add(FloatVector.fromArray(S, c, q + 8));
      c1.intoArray(y, u + 8);
      d1.intoArray(y, v + 8);
      c2 = c2.add(FloatVector.fromArray(S, c, p + 16));
      d2 = d2.add(FloatVector.fromArray(S, c, q + 16));
      c2.intoArray(y, u + 16);
      d2.intoArray(y, v + 16);
      c3 = c3.add(FloatVector.fromArray(S, c, p + 24));
      d3 = d3.add(FloatVector.fromArray(S, c, q + 24));
      c3.intoArray(y, u + 24);
      d3.intoArray(y, v + 24);
      c4 = c4.add(FloatVector.fromArray(S, c, p + 32));
      d4 = d4.add(FloatVector.fromArray(S, c, q + 32));
      c4.intoArray(y, u + 32);
      d4.intoArray(y, v + 32);
      c5 = c5.add(FloatVector.fromArray(S, c, p + 40));
      d5 = d5.add(FloatVector.fromArray(S, c, q + 40));
      c5.intoArray(y, u + 40);
      d5.intoArray(y, v + 40);
      aAt += 48;
      cAt += cTile;
      yAt += 48;
    }
  }
}
