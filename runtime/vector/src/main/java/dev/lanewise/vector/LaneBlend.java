package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Makes vectors out of chosen lanes of one to four others, for many pixels of 8 channels. The
 * distance of pixels is a constant, so that no access is checked inside of a loop.
 */
final class LaneBlend {
  /** Most vectors that are blended. */
  static final int SOURCES = 4;

  private static final int BLOCK = Tiles.BLOCK;

  private final int sources;
  private final VectorShuffle<?>[] shuffles = new VectorShuffle<?>[SOURCES];
  private final VectorMask<?>[] masks = new VectorMask<?>[SOURCES];
  private final boolean[] empty = new boolean[L];
  private final boolean complete;
  private final VectorMask<Float> missing;

  /**
   * A blend.
   *
   * @param lanes for each source and each lane of the result, the source's lane that it is, or −1
   */
  LaneBlend(int[][] lanes) {
    sources = lanes.length;
    Arrays.fill(empty, true);
    boolean all = true;
    for (int s = 0; s < SOURCES; s++) {
      int[] lane = new int[L];
      boolean[] given = new boolean[L];
      for (int i = 0; i < L; i++) {
        given[i] = s < sources && lanes[s][i] >= 0;
        lane[i] = given[i] ? lanes[s][i] : 0;
        empty[i] &= !given[i];
      }
      shuffles[s] = VectorShuffle.fromArray(S, lane, 0);
      masks[s] = VectorMask.fromArray(S, given, 0);
    }
    for (boolean lane : empty) {
      all &= !lane;
    }
    complete = all;
    missing = VectorMask.fromArray(S, empty, 0);
  }

  /** The lanes of a source. */
  VectorShuffle<Float> shuffle(int s) {
    return shuffles[s].check(S);
  }

  /** The lanes of the result that come from a source. */
  VectorMask<Float> mask(int s) {
    return masks[s].check(S);
  }

  /**
   * Makes a vector for each of n pixels.
   *
   * @param keeps whether lanes that no source gives keep their content; else they become 0
   */
  void run(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] d,
      int dAt,
      float[] y,
      int yAt,
      int n,
      boolean keeps) {
    if (keeps) {
      onto(a, aAt, shuffle(0), mask(0), b, bAt, shuffle(1), mask(1), y, yAt, n);
      if (sources > 2) {
        onto(c, cAt, shuffle(2), mask(2), d, dAt, shuffle(3), mask(3), y, yAt, n);
      }
      return;
    }
    if (sources <= 2) {
      two(a, aAt, shuffle(0), b, bAt, shuffle(1), mask(1), y, yAt, n);
    } else {
      four(
          a,
          aAt,
          shuffle(0),
          b,
          bAt,
          shuffle(1),
          mask(1),
          c,
          cAt,
          shuffle(2),
          mask(2),
          d,
          dAt,
          shuffle(3),
          mask(3),
          y,
          yAt,
          n);
    }
    if (!complete) {
      clear(missing, y, yAt, n);
    }
  }

  private static void two(
      float[] a,
      int aAt,
      VectorShuffle<Float> aLanes,
      float[] b,
      int bAt,
      VectorShuffle<Float> bLanes,
      VectorMask<Float> bMask,
      float[] y,
      int yAt,
      int n) {
    for (int i = 0; i < n * BLOCK; i += BLOCK) {
      FloatVector.fromArray(S, a, aAt + i)
          .rearrange(aLanes)
          .blend(FloatVector.fromArray(S, b, bAt + i).rearrange(bLanes), bMask)
          .intoArray(y, yAt + i);
    }
  }

  private static void four(
      float[] a,
      int aAt,
      VectorShuffle<Float> aLanes,
      float[] b,
      int bAt,
      VectorShuffle<Float> bLanes,
      VectorMask<Float> bMask,
      float[] c,
      int cAt,
      VectorShuffle<Float> cLanes,
      VectorMask<Float> cMask,
      float[] d,
      int dAt,
      VectorShuffle<Float> dLanes,
      VectorMask<Float> dMask,
      float[] y,
      int yAt,
      int n) {
    for (int i = 0; i < n * BLOCK; i += BLOCK) {
      FloatVector.fromArray(S, a, aAt + i)
          .rearrange(aLanes)
          .blend(FloatVector.fromArray(S, b, bAt + i).rearrange(bLanes), bMask)
          .blend(FloatVector.fromArray(S, c, cAt + i).rearrange(cLanes), cMask)
          .blend(FloatVector.fromArray(S, d, dAt + i).rearrange(dLanes), dMask)
          .intoArray(y, yAt + i);
    }
  }

  private static void onto(
      float[] a,
      int aAt,
      VectorShuffle<Float> aLanes,
      VectorMask<Float> aMask,
      float[] b,
      int bAt,
      VectorShuffle<Float> bLanes,
      VectorMask<Float> bMask,
      float[] y,
      int yAt,
      int n) {
    for (int i = 0; i < n * BLOCK; i += BLOCK) {
      FloatVector.fromArray(S, y, yAt + i)
          .blend(FloatVector.fromArray(S, a, aAt + i).rearrange(aLanes), aMask)
          .blend(FloatVector.fromArray(S, b, bAt + i).rearrange(bLanes), bMask)
          .intoArray(y, yAt + i);
    }
  }

  private static void clear(VectorMask<Float> mask, float[] y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < n * BLOCK; i += BLOCK) {
      FloatVector.fromArray(S, y, yAt + i).blend(zero, mask).intoArray(y, yAt + i);
    }
  }
}
