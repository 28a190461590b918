package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import java.util.Arrays;

/** Transposition of matrices with two, three or four rows or columns. */
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
    int third = xAt + Math.min(2, n - 1) * distance;
    int fourth = xAt + (n - 1) * distance;
    blend.run(x, xAt, x, xAt + distance, x, third, x, fourth, xStep, y, yAt, yStep, vectors, false);
  }
}
