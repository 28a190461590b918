package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Tile kernel of 5 pixels by 2 vectors; see {@link Tiles}. */
final class Tile5x2 {
  private Tile5x2() {}

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
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      FloatVector c0 = FloatVector.fromArray(S, c, p);
      FloatVector d0 = FloatVector.fromArray(S, c, q);
      FloatVector c1 = FloatVector.fromArray(S, c, p + 8);
      FloatVector d1 = FloatVector.fromArray(S, c, q + 8);
      FloatVector c2 = FloatVector.fromArray(S, c, p + 16);
      FloatVector d2 = FloatVector.fromArray(S, c, q + 16);
      FloatVector c3 = FloatVector.fromArray(S, c, p + 24);
      FloatVector d3 = FloatVector.fromArray(S, c, q + 24);
      FloatVector c4 = FloatVector.fromArray(S, c, p + 32);
      FloatVector d4 = FloatVector.fromArray(S, c, q + 32);
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
      }
      p = yAt & INDEX;
      q = (yAt + yVector) & INDEX;
      c0.intoArray(y, p);
      d0.intoArray(y, q);
      c1.intoArray(y, p + 8);
      d1.intoArray(y, q + 8);
      c2.intoArray(y, p + 16);
      d2.intoArray(y, q + 16);
      c3.intoArray(y, p + 24);
      d3.intoArray(y, q + 24);
      c4.intoArray(y, p + 32);
      d4.intoArray(y, q + 32);
      aAt += 40;
      cAt += cTile;
      yAt += 40;
    }
  }
}
