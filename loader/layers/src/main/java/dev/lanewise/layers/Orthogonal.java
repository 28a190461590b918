package dev.lanewise.layers;

import java.util.Random;

/** Random matrices with orthonormal columns or, if they are wide, orthonormal rows. */
final class Orthogonal {
  private Orthogonal() {}

  /** Fills a row-major matrix by Gram-Schmidt on rows of normal numbers. */
  static void fill(float[] y, int columns, double gain, Random random) {
    int rows = columns == 0 ? 0 : y.length / columns;
    boolean tall = rows > columns;
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] basis = new double[count][];
    for (int i = 0; i < count; i++) {
      basis[i] = next(basis, i, length, random);
      for (int j = 0; j < length; j++) {
        y[tall ? j * columns + i : i * columns + j] = (float) (gain * basis[i][j]);
      }
    }
  }

  private static double[] next(double[][] basis, int count, int length, Random random) {
    double[] v = new double[length];
    for (int j = 0; j < length; j++) {
      v[j] = random.nextGaussian();
    }
    // Twice, as once leaves rounding errors that grow with the number of vectors.
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < count; i++) {
        double dot = dot(v, basis[i]);
        for (int j = 0; j < length; j++) {
          v[j] -= dot * basis[i][j];
        }
      }
    }
    double norm = Math.sqrt(dot(v, v));
    for (int j = 0; j < length; j++) {
      v[j] /= norm;
    }
    return v;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
