package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/** What the sums of a panel begin with, as {@link Tiles} read it: the same for 6 pixels. */
final class StartValues {
  private static final int TILE = Tiles.LARGEST * Tiles.BLOCK;

  /** Floats of the start values of a panel. */
  static final int LENGTH = 3 * TILE;

  /** Sums that begin with 0. */
  static final float[] ZEROS = new float[LENGTH];

  private StartValues() {}

  /** Floats from a pixel's first vector to its second. */
  static int vectorStride() {
    return L < Tiles.BLOCK ? L : TILE;
  }

  /**
   * Repeats the bias of a panel; channels beyond the last begin with 0.
   *
   * @param channels how many there are of the panel's
   * @param vectors vectors of the panel
   */
  static void fill(
      float[] bias, int biasAt, int channels, int vectors, float[] start, int startAt) {
    for (int v = 0; v < vectors; v++) {
      int at = startAt + v * vectorStride();
      int present = Math.clamp(channels - v * L, 0, L);
      FloatVector values = FloatVector.zero(S);
      if (present == L) {
        values = FloatVector.fromArray(S, bias, biasAt + v * L);
      }
      for (int p = 0; p < TILE; p += Tiles.BLOCK) {
        values.intoArray(start, at + p);
        for (int i = 0; i < present % L; i++) {
          start[at + p + i] = bias[biasAt + v * L + i];
        }
      }
    }
  }
}
