package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * Tile kernels of few pixels by two vectors; see {@link Tiles}. They wait for results rather than
 * for instructions, so that a loop over the channels of a block costs nothing.
 */
final class SmallTiles {
  private SmallTiles() {}

  /** Multiplies tiles of three pixels; parameters as in {@link Tiles#multiply}. */
  static void three(
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
      for (int r = 0; r < blocks; r++) {
        int i = (aAt + r * aBlock) & INDEX;
        int j = (wAt + r * (16 * L)) & INDEX;
        for (int k = 0; k < 8; k++) {
          FloatVector w0 = FloatVector.fromArray(S, w, j + 2 * k * L);
          FloatVector w1 = FloatVector.fromArray(S, w, j + 2 * k * L + L);
          FloatVector x = FloatVector.broadcast(S, a[i + k]);
          c0 = x.fma(w0, c0);
          d0 = x.fma(w1, d0);
          if (FENCE) VarHandle.loadLoadFence();
          x = FloatVector.broadcast(S, a[i + 8 + k]);
          c1 = x.fma(w0, c1);
          d1 = x.fma(w1, d1);
          if (FENCE) VarHandle.loadLoadFence();
          x = FloatVector.broadcast(S, a[i + 16 + k]);
          c2 = x.fma(w0, c2);
          d2 = x.fma(w1, d2);
          if (FENCE) VarHandle.loadLoadFence();
        }
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
      aAt += 24;
      cAt += cTile;
      yAt += 24;
    }
  }

  /** Multiplies tiles of two pixels; parameters as in {@link Tiles#multiply}. */
  static void two(
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
      for (int r = 0; r < blocks; r++) {
        int i = (aAt + r * aBlock) & INDEX;
        int j = (wAt + r * (16 * L)) & INDEX;
        for (int k = 0; k < 8; k++) {
          FloatVector w0 = FloatVector.fromArray(S, w, j + 2 * k * L);
          FloatVector w1 = FloatVector.fromArray(S, w, j + 2 * k * L + L);
          FloatVector x = FloatVector.broadcast(S, a[i + k]);
          c0 = x.fma(w0, c0);
          d0 = x.fma(w1, d0);
          if (FENCE) VarHandle.loadLoadFence();
          x = FloatVector.broadcast(S, a[i + 8 + k]);
          c1 = x.fma(w0, c1);
          d1 = x.fma(w1, d1);
          if (FENCE) VarHandle.loadLoadFence();
        }
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
      aAt += 16;
      cAt += cTile;
      yAt += 16;
    }
  }

  /** Multiplies tiles of one pixel; parameters as in {@link Tiles#multiply}. */
  static void one(
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
      for (int r = 0; r < blocks; r++) {
        int i = (aAt + r * aBlock) & INDEX;
        int j = (wAt + r * (16 * L)) & INDEX;
        for (int k = 0; k < 8; k++) {
          FloatVector w0 = FloatVector.fromArray(S, w, j + 2 * k * L);
          FloatVector w1 = FloatVector.fromArray(S, w, j + 2 * k * L + L);
          FloatVector x = FloatVector.broadcast(S, a[i + k]);
          c0 = x.fma(w0, c0);
          d0 = x.fma(w1, d0);
          if (FENCE) VarHandle.loadLoadFence();
        }
      }
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      int u = yAt & INDEX;
      int v = (yAt + yVector) & INDEX;
      c0 = c0.add(FloatVector.fromArray(S, c, p));
      d0 = d0.add(FloatVector.fromArray(S, c, q));
      c0.intoArray(y, u);
      d0.intoArray(y, v);
      aAt += 8;
      cAt += cTile;
      yAt += 8;
    }
  }
}
