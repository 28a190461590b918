package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Copies of one vector for each of many pixels within an array, to places 8 floats apart. Sources
 * are {@code step} floats apart.
 */
final class Gather {
  private static final int BLOCK = Tiles.BLOCK;

  /** For each lane, the mask of this lane and those after it. */
  private static final VectorMask<?>[] FROM = new VectorMask<?>[L];

  static {
    for (int lane = 0; lane < L; lane++) {
      FROM[lane] = S.indexInRange(0, lane).not();
    }
  }

  private Gather() {}

  private static VectorMask<Float> from(int lane) {
    return FROM[lane].check(S);
  }

  /** Copies whole vectors. */
  static void copy(float[] a, int source, int step, int at, int n) {
    for (int i = 0; i < n; i++) {
      FloatVector.fromArray(S, a, source + i * step).intoArray(a, at + i * BLOCK);
    }
  }

  /** Copies vectors whose lanes from {@code lane} on come from a second place. */
  static void copy(float[] a, int source, int source2, int lane, int step, int at, int n) {
    VectorMask<Float> mask = from(lane);
    for (int i = 0; i < n; i++) {
      FloatVector.fromArray(S, a, source + i * step)
          .blend(FloatVector.fromArray(S, a, source2 + i * step), mask)
          .intoArray(a, at + i * BLOCK);
    }
  }

  /** Replaces lanes from {@code lane} on. */
  static void merge(float[] a, int source, int lane, int step, int at, int n) {
    VectorMask<Float> mask = from(lane);
    for (int i = 0; i < n; i++) {
      FloatVector.fromArray(S, a, at + i * BLOCK)
          .blend(FloatVector.fromArray(S, a, source + i * step), mask)
          .intoArray(a, at + i * BLOCK);
    }
  }

  /** Sets lanes from {@code lane} on to 0. */
  static void clear(float[] a, int lane, int at, int n) {
    VectorMask<Float> mask = from(lane);
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < n; i++) {
      FloatVector.fromArray(S, a, at + i * BLOCK).blend(zero, mask).intoArray(a, at + i * BLOCK);
    }
  }

  /** Sets the channels before {@code lane} of blocks of 8 to what they were. */
  static void restore(float[] kept, int keptAt, int lane, float[] y, int yAt, int n) {
    for (int v = 0; v < Math.min(BLOCK, lane); v += L) {
      VectorMask<Float> mask = S.indexInRange(0, lane - v);
      for (int i = 0; i < n; i++) {
        int at = i * BLOCK + v;
        FloatVector.fromArray(S, y, yAt + at)
            .blend(FloatVector.fromArray(S, kept, keptAt + at), mask)
            .intoArray(y, yAt + at);
      }
    }
  }

  /** Sets whole vectors to 0. */
  static void zeros(float[] a, int at, int n) {
    for (int i = 0; i < n; i++) {
      FloatVector.zero(S).intoArray(a, at + i * BLOCK);
    }
  }
}
