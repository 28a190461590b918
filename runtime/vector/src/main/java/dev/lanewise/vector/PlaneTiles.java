package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/**
 * The kernels of a {@link PlaneConv}: pixels are in the lanes, and every tap is an offset in the
 * input. What is added to a run of neighbouring outputs is a weight times as many neighbouring
 * inputs.
 */
final class PlaneTiles {
  private PlaneTiles() {}

  /**
   * Adds taps to the outputs of some channels, one chain of fused multiply-adds per output in the
   * order of the taps.
   *
   * @param channels 1, 4, 5 or 6
   * @param tiles how many times the pixels of a tile, {@link OutputTiles#pixels}
   * @param taps how many taps
   * @param x input; tap t of the first pixel is at xAt + offsets[t]
   * @param w weights {@code [tap][channel]}, from wAt on
   * @param y sums of the first channel, from yAt on
   * @param yPlane floats from one channel of sums to the next
   */
  static void add(
      int channels,
      int tiles,
      int taps,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yPlane) {
    switch (channels) {
      case 6 -> PlaneTile6.run(tiles, taps, x, xAt, offsets, w, wAt, y, yAt, yPlane);
      case 5 -> PlaneTile5.run(tiles, taps, x, xAt, offsets, w, wAt, y, yAt, yPlane);
      case 4 -> PlaneTile4.run(tiles, taps, x, xAt, offsets, w, wAt, y, yAt, yPlane);
      default -> one(tiles, taps, x, xAt, offsets, w, wAt, y, yAt);
    }
  }

  /** One channel by 12 vectors. */
  private static void one(
      int tiles,
      int taps,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] y,
      int yAt) {
    for (int t = 0; t < tiles; t++) {
      int p = yAt & INDEX;
      FloatVector s0 = FloatVector.zero(S);
      FloatVector s1 = FloatVector.zero(S);
      FloatVector s2 = FloatVector.zero(S);
      FloatVector s3 = FloatVector.zero(S);
      FloatVector s4 = FloatVector.zero(S);
      FloatVector s5 = FloatVector.zero(S);
      FloatVector s6 = FloatVector.zero(S);
      FloatVector s7 = FloatVector.zero(S);
      FloatVector s8 = FloatVector.zero(S);
      FloatVector s9 = FloatVector.zero(S);
      FloatVector s10 = FloatVector.zero(S);
      FloatVector s11 = FloatVector.zero(S);
      for (int k = 0; k < taps; k++) {
        int i = (xAt + offsets[k]) & INDEX;
        FloatVector v = FloatVector.broadcast(S, w[(wAt + k) & INDEX]);
        s0 = v.fma(FloatVector.fromArray(S, x, i), s0);
        s1 = v.fma(FloatVector.fromArray(S, x, i + L), s1);
        s2 = v.fma(FloatVector.fromArray(S, x, i + 2 * L), s2);
        s3 = v.fma(FloatVector.fromArray(S, x, i + 3 * L), s3);
        s4 = v.fma(FloatVector.fromArray(S, x, i + 4 * L), s4);
        s5 = v.fma(FloatVector.fromArray(S, x, i + 5 * L), s5);
        s6 = v.fma(FloatVector.fromArray(S, x, i + 6 * L), s6);
        s7 = v.fma(FloatVector.fromArray(S, x, i + 7 * L), s7);
        s8 = v.fma(FloatVector.fromArray(S, x, i + 8 * L), s8);
        s9 = v.fma(FloatVector.fromArray(S, x, i + 9 * L), s9);
        s10 = v.fma(FloatVector.fromArray(S, x, i + 10 * L), s10);
        s11 = v.fma(FloatVector.fromArray(S, x, i + 11 * L), s11);
      }
      s0 = s0.add(FloatVector.fromArray(S, y, p));
      s1 = s1.add(FloatVector.fromArray(S, y, p + L));
      s0.intoArray(y, p);
      s1.intoArray(y, p + L);
      s2 = s2.add(FloatVector.fromArray(S, y, p + 2 * L));
      s3 = s3.add(FloatVector.fromArray(S, y, p + 3 * L));
      s2.intoArray(y, p + 2 * L);
      s3.intoArray(y, p + 3 * L);
      s4 = s4.add(FloatVector.fromArray(S, y, p + 4 * L));
      s5 = s5.add(FloatVector.fromArray(S, y, p + 5 * L));
      s4.intoArray(y, p + 4 * L);
      s5.intoArray(y, p + 5 * L);
      s6 = s6.add(FloatVector.fromArray(S, y, p + 6 * L));
      s7 = s7.add(FloatVector.fromArray(S, y, p + 7 * L));
      s6.intoArray(y, p + 6 * L);
      s7.intoArray(y, p + 7 * L);
      s8 = s8.add(FloatVector.fromArray(S, y, p + 8 * L));
      s9 = s9.add(FloatVector.fromArray(S, y, p + 9 * L));
      s8.intoArray(y, p + 8 * L);
      s9.intoArray(y, p + 9 * L);
      s10 = s10.add(FloatVector.fromArray(S, y, p + 10 * L));
      s11 = s11.add(FloatVector.fromArray(S, y, p + 11 * L));
      s10.intoArray(y, p + 10 * L);
      s11.intoArray(y, p + 11 * L);
      xAt += 12 * L;
      yAt += 12 * L;
    }
  }
}
