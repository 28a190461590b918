package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of matrices with two, three or four rows or columns, and what is the same for one
 * column only: every second, third or fourth element.
 */
final class Interleave {
  private static final int MOST = LaneBlend.SOURCES;

  /** For each number of columns, how the vectors of a column are made of whole rows. */
  private static final LaneBlend[][] APART = new LaneBlend[MOST + 1][];

  /** For each number of rows, how vectors of the transposed matrix are made of the rows. */
  private static final LaneBlend[][] TOGETHER = new LaneBlend[MOST + 1][];

  static {
    for (int n = 2; n <= MOST; n++) {
      APART[n] = new LaneBlend[n];
      TOGETHER[n] = new LaneBlend[n];
      for (int k = 0; k < n; k++) {
        int[][] apart = new int[n][L];
        int[][] together = new int[n][L];
        for (int s = 0; s < n; s++) {
          Arrays.fill(apart[s], -1);
          Arrays.fill(together[s], -1);
        }
        for (int i = 0; i < L; i++) {
          apart[(i * n + k) / L][i] = (i * n + k) % L;
          together[(k * L + i) % n][i] = (k * L + i) / n;
        }
        APART[n][k] = new LaneBlend(apart);
        TOGETHER[n][k] = new LaneBlend(together);
      }
    }
  }

  private Interleave() {}

  /** Whether elements can be picked at a step here. */
  static boolean suits(int step) {
    return step >= 2 && step <= MOST;
  }

  /** Whether a matrix can be transposed here. */
  static boolean suits(int rows, int columns) {
    return Math.min(rows, columns) >= 2 && Math.min(rows, columns) <= MOST;
  }

  /** {@code y[j][i] = x[i][j]} for a dense matrix. */
  static void transpose(float[] x, int xAt, float[] y, int yAt, int rows, int columns) {
    int n = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    int vectors = length / L;
    for (int k = 0; k < n; k++) {
      if (rows > columns) {
        int step = n * L;
        blend(APART[n][k], n, x, xAt, L, step, y, yAt + k * rows, L, vectors);
      } else {
        blend(TOGETHER[n][k], n, x, xAt, columns, L, y, yAt + k * L, n * L, vectors);
      }
    }
    for (int i = vectors * L; i < length; i++) {
      for (int k = 0; k < n; k++) {
        if (rows > columns) {
          y[yAt + k * rows + i] = x[xAt + i * n + k];
        } else {
          y[yAt + i * n + k] = x[xAt + k * columns + i];
        }
      }
    }
  }

  /** {@code y[i] = x[i · step]} for n elements and a step of 2, 3 or 4. */
  static void pick(float[] x, int xAt, int step, float[] y, int yAt, int n) {
    int vectors = n == 0 ? 0 : ((n - 1) * step + 1) / (L * step);
    blend(APART[step][0], step, x, xAt, L, step * L, y, yAt, L, vectors);
    for (int i = vectors * L; i < n; i++) {
      y[yAt + i] = x[xAt + i * step];
    }
  }

  private static void blend(
      LaneBlend blend,
      int n,
      float[] x,
      int xAt,
      int distance,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      int vectors) {
    blend(
        x,
        xAt,
        blend.shuffle(0),
        xAt + distance,
        blend.shuffle(1),
        blend.mask(1),
        xAt + Math.min(2, n - 1) * distance,
        blend.shuffle(2),
        blend.mask(2),
        xAt + (n - 1) * distance,
        blend.shuffle(3),
        blend.mask(3),
        xStep,
        y,
        yAt,
        yStep,
        vectors);
  }

  private static void blend(
      float[] x,
      int aAt,
      VectorShuffle<Float> aLanes,
      int bAt,
      VectorShuffle<Float> bLanes,
      VectorMask<Float> bMask,
      int cAt,
      VectorShuffle<Float> cLanes,
      VectorMask<Float> cMask,
      int dAt,
      VectorShuffle<Float> dLanes,
      VectorMask<Float> dMask,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      int vectors) {
    for (int i = 0; i < vectors; i++) {
      int at = i * xStep;
      FloatVector.fromArray(S, x, aAt + at)
          .rearrange(aLanes)
          .blend(FloatVector.fromArray(S, x, bAt + at).rearrange(bLanes), bMask)
          .blend(FloatVector.fromArray(S, x, cAt + at).rearrange(cLanes), cMask)
          .blend(FloatVector.fromArray(S, x, dAt + at).rearrange(dLanes), dMask)
          .intoArray(y, yAt + i * yStep);
    }
  }
}
