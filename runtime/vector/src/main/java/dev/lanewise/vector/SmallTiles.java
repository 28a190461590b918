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
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      FloatVector c0 = FloatVector.fromArray(S, c, p);
      FloatVector d0 = FloatVector.fromArray(S, c, q);
      FloatVector c1 = FloatVector.fromArray(S, c, p + 8);
      FloatVector d1 = FloatVector.fromArray(S, c, q + 8);
      FloatVector c2 = FloatVector.fromArray(S, c, p + 16);
      FloatVector d2 = FloatVector.fromArray(S, c, q + 16);
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
      p = yAt & INDEX;
      q = (yAt + yVector) & INDEX;
      c0.intoArray(y, p);
      d0.intoArray(y, q);
      c1.intoArray(y, p + 8);
      d1.intoArray(y, q + 8);
      c2.intoArray(y, p + 16);
      d2.intoArray(y, q + 16);
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
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      FloatVector c0 = FloatVector.fromArray(S, c, p);
      FloatVector d0 = FloatVector.fromArray(S, c, q);
      FloatVector c1 = FloatVector.fromArray(S, c, p + 8);
      FloatVector d1 = FloatVector.fromArray(S, c, q + 8);
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
      p = yAt & INDEX;
      q = (yAt + yVector) & INDEX;
      c0.intoArray(y, p);
      d0.intoArray(y, q);
      c1.intoArray(y, p + 8);
      d1.intoArray(y, q + 8);
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
      int p = cAt & INDEX;
      int q = (cAt + cVector) & INDEX;
      FloatVector c0 = FloatVector.fromArray(S, c, p);
      FloatVector d0 = FloatVector.fromArray(S, c, q);
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
      p = yAt & INDEX;
      q = (yAt + yVector) & INDEX;
      c0.intoArray(y, p);
      d0.intoArray(y, q);
      aAt += 8;
      cAt += cTile;
      yAt += 8;
    }
  }
}
