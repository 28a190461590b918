package dev.lanewise.op;

import dev.lanewise.tensor.Shape;

/**
 * Sizes of matrix products that broadcast like numpy's matmul.
 *
 * @param batch dimensions before the matrices of the output
 * @param batchA those of A
 * @param batchB those of B
 * @param m rows of A' and of the output; 1 for a vector
 * @param n columns of B' and of the output; 1 for a vector
 * @param k columns of A' and rows of B'
 * @param transA whether A is stored as K×M
 * @param transB whether B is stored as N×K
 * @param output shape of the output
 */
record MatMulSizes(
    Shape batch,
    Shape batchA,
    Shape batchB,
    int m,
    int n,
    int k,
    boolean transA,
    boolean transB,
    Shape output) {
  /** Sizes for known shapes; vectors are never transposed. */
  static MatMulSizes of(Shape a, Shape b, boolean transA, boolean transB) {
    Shape batchA = batch(a);
    Shape batchB = batch(b);
    Shape both = Shapes.broadcast(batchA, batchB);
    Shape batch = both == null ? Shape.SCALAR : both;
    boolean ta = transA && a.rank() > 1;
    boolean tb = transB && b.rank() > 1;
    int m = a.rank() == 1 ? 1 : a.dim(ta ? -1 : -2);
    int n = b.rank() == 1 ? 1 : b.dim(tb ? -2 : -1);
    Shape output = a.rank() > 1 ? batch.concat(Shape.of(m)) : batch;
    output = b.rank() > 1 ? output.concat(Shape.of(n)) : output;
    return new MatMulSizes(batch, batchA, batchB, m, n, a.dim(ta ? -2 : -1), ta, tb, output);
  }

  /** The dimensions before the matrices. */
  static Shape batch(Shape s) {
    return s.slice(0, Math.max(0, s.rank() - 2));
  }

  /** Which matrix of A (operand 0) or B (operand 1) each product reads. */
  int[] matrices(int operand) {
    Broadcast walk = Broadcast.of(batch, batchA, batchB);
    int[] index = new int[batch.size()];
    int at = 0;
    for (int row = 0; row < walk.rows(); row++) {
      int first = walk.offset(operand, row);
      for (int i = 0; i < walk.run(); i++) {
        index[at++] = first + i * walk.step(operand);
      }
    }
    return index;
  }

  /** All products. */
  double[] multiply(double[] x, double[] w) {
    double[] y = new double[output.size()];
    int[] as = matrices(0);
    int[] bs = matrices(1);
    for (int i = 0; i < as.length; i++) {
      MatMath.multiply(x, as[i] * m * k, transA, w, bs[i] * k * n, transB, y, i * m * n, m, n, k);
    }
    return y;
  }

  /** All products of integers; sums wrap. */
  long[] multiply(long[] x, long[] w) {
    long[] y = new long[output.size()];
    int[] as = matrices(0);
    int[] bs = matrices(1);
    for (int i = 0; i < as.length; i++) {
      MatMath.multiply(x, as[i] * m * k, transA, w, bs[i] * k * n, transB, y, i * m * n, m, n, k);
    }
    return y;
  }
}
