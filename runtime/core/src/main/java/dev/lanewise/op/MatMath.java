package dev.lanewise.op;

/** Matrix products as they are defined, on row-major matrices inside larger arrays. */
final class MatMath {
  private MatMath() {}

  /**
   * {@code y = a · b} for a of {@code m × k} and b of {@code k × n}; a transposed matrix is stored
   * as {@code k × m} or {@code n × k}.
   */
  static void multiply(
      double[] a,
      int aAt,
      boolean transA,
      double[] b,
      int bAt,
      boolean transB,
      double[] y,
      int yAt,
      int m,
      int n,
      int k) {
    int aRow = transA ? 1 : k;
    int aStep = transA ? m : 1;
    int bColumn = transB ? k : 1;
    int bStep = transB ? 1 : n;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int p = aAt + i * aRow;
        int q = bAt + j * bColumn;
        double sum = 0;
        for (int t = 0; t < k; t++) {
          sum += a[p] * b[q];
          p += aStep;
          q += bStep;
        }
        y[yAt + i * n + j] = sum;
      }
    }
  }

  /** The same for integers; sums wrap. */
  static void multiply(
      long[] a,
      int aAt,
      boolean transA,
      long[] b,
      int bAt,
      boolean transB,
      long[] y,
      int yAt,
      int m,
      int n,
      int k) {
    int aRow = transA ? 1 : k;
    int aStep = transA ? m : 1;
    int bColumn = transB ? k : 1;
    int bStep = transB ? 1 : n;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int p = aAt + i * aRow;
        int q = bAt + j * bColumn;
        long sum = 0;
        for (int t = 0; t < k; t++) {
          sum += a[p] * b[q];
          p += aStep;
          q += bStep;
        }
        y[yAt + i * n + j] = sum;
      }
    }
  }
}
