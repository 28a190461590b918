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
      int cPixel,
      int cVector,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    for (int t = 0; t < tiles; t++) {
      FloatVector c0 = FloatVector.fromArray(S, c, cAt);
      FloatVector d0 = FloatVector.fromArray(S, c, cAt + cVector);
      FloatVector c1 = FloatVector.fromArray(S, c, cAt + cPixel);
      FloatVector d1 = FloatVector.fromArray(S, c, cAt + cPixel + cVector);
      FloatVector c2 = FloatVector.fromArray(S, c, cAt + 2 * cPixel);
      FloatVector d2 = FloatVector.fromArray(S, c, cAt + 2 * cPixel + cVector);
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
      c0.intoArray(y, yAt);
      d0.intoArray(y, yAt + yVector);
      c1.intoArray(y, yAt + yPixel);
      d1.intoArray(y, yAt + yPixel + yVector);
      c2.intoArray(y, yAt + 2 * yPixel);
      d2.intoArray(y, yAt + 2 * yPixel + yVector);
      aAt += 24;
      cAt += 3 * cPixel;
      yAt += 3 * yPixel;
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
      int cPixel,
      int cVector,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    for (int t = 0; t < tiles; t++) {
      FloatVector c0 = FloatVector.fromArray(S, c, cAt);
      FloatVector d0 = FloatVector.fromArray(S, c, cAt + cVector);
      FloatVector c1 = FloatVector.fromArray(S, c, cAt + cPixel);
      FloatVector d1 = FloatVector.fromArray(S, c, cAt + cPixel + cVector);
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
      c0.intoArray(y, yAt);
      d0.intoArray(y, yAt + yVector);
      c1.intoArray(y, yAt + yPixel);
      d1.intoArray(y, yAt + yPixel + yVector);
      aAt += 16;
      cAt += 2 * cPixel;
      yAt += 2 * yPixel;
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
      int cPixel,
      int cVector,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    for (int t = 0; t < tiles; t++) {
      FloatVector c0 = FloatVector.fromArray(S, c, cAt);
      FloatVector d0 = FloatVector.fromArray(S, c, cAt + cVector);
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
      c0.intoArray(y, yAt);
      d0.intoArray(y, yAt + yVector);
      aAt += 8;
      cAt += cPixel;
      yAt += yPixel;
    }
  }
}
