package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Tile kernel of 2 pixels by 3 vectors; see {@link Tiles}. */
final class Tile2x3 {
  private Tile2x3() {}

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
      FloatVector e0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector d1 = FloatVector.zero(S);
      FloatVector e1 = FloatVector.zero(S);
      for (int r = 0; r < blocks; r++) {
        int i = (aAt + r * aBlock) & INDEX;
        int j = (wAt + r * (24 * L)) & INDEX;
        FloatVector w0 = FloatVector.fromArray(S, w, j);
        FloatVector w1 = FloatVector.fromArray(S, w, j + L);
        FloatVector w2 = FloatVector.fromArray(S, w, j + 2 * L);
        FloatVector x = FloatVector.broadcast(S, a[i]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 8]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 3 * L);
        w1 = FloatVector.fromArray(S, w, j + 4 * L);
        w2 = FloatVector.fromArray(S, w, j + 5 * L);
        x = FloatVector.broadcast(S, a[i + 1]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 9]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 6 * L);
        w1 = FloatVector.fromArray(S, w, j + 7 * L);
        w2 = FloatVector.fromArray(S, w, j + 8 * L);
        x = FloatVector.broadcast(S, a[i + 2]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 10]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 9 * L);
        w1 = FloatVector.fromArray(S, w, j + 10 * L);
        w2 = FloatVector.fromArray(S, w, j + 11 * L);
        x = FloatVector.broadcast(S, a[i + 3]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 11]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 12 * L);
        w1 = FloatVector.fromArray(S, w, j + 13 * L);
        w2 = FloatVector.fromArray(S, w, j + 14 * L);
        x = FloatVector.broadcast(S, a[i + 4]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 12]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 15 * L);
        w1 = FloatVector.fromArray(S, w, j + 16 * L);
        w2 = FloatVector.fromArray(S, w, j + 17 * L);
        x = FloatVector.broadcast(S, a[i + 5]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 13]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 18 * L);
        w1 = FloatVector.fromArray(S, w, j + 19 * L);
        w2 = FloatVector.fromArray(S, w, j + 20 * L);
        x = FloatVector.broadcast(S, a[i + 6]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 14]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
        w0 = FloatVector.fromArray(S, w, j + 21 * L);
        w1 = FloatVector.fromArray(S, w, j + 22 * L);
        w2 = FloatVector.fromArray(S, w, j + 23 * L);
        x = FloatVector.broadcast(S, a[i + 7]);
        c0 = x.fma(w0, c0);
        d0 = x.fma(w1, d0);
        e0 = x.fma(w2, e0);
        if (FENCE) VarHandle.loadLoadFence();
        x = FloatVector.broadcast(S, a[i + 15]);
        c1 = x.fma(w0, c1);
        d1 = x.fma(w1, d1);
        e1 = x.fma(w2, e1);
        if (FENCE) VarHandle.loadLoadFence();
      }
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      int s = (cAt + 2 * cVector) & INDEX;
      int u = yAt & INDEX;
      int v = (yAt + yVector) & INDEX;
      int o = (yAt + 2 * yVector) & INDEX;
      c0 = c0.add(FloatVector.fromArray(S, c, p));
      d0 = d0.add(FloatVector.fromArray(S, c, q));
      e0 = e0.add(FloatVector.fromArray(S, c, s));
      c0.intoArray(y, u);
      d0.intoArray(y, v);
      e0.intoArray(y, o);
      c1 = c1.add(FloatVector.fromArray(S, c, p + 8));
      d1 = d1.add(FloatVector.fromArray(S, c, q + 8));
      e1 = e1.add(FloatVector.fromArray(S, c, s + 8));
      c1.intoArray(y, u + 8);
      d1.intoArray(y, v + 8);
      e1.intoArray(y, o + 8);
      aAt += 16;
      cAt += cTile;
      yAt += 16;
    }
  }
}
