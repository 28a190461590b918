package dev.lanewise.kernel;

/**
 * Sizes of a batch of matrix products {@code y = x · w}: x is M×K, w is K×N, y is M×N, all
 * row-major.
 *
 * @param batch number of products
 * @param m rows of x and y
 * @param n columns of w and y
 * @param k columns of x and rows of w
 * @param transX whether x is stored as K×M
 * @param transW whether w is stored as N×K
 * @param ldx elements from one stored row of x to the next
 * @param ldw elements from one stored row of w to the next
 * @param ldy elements from one row of y (and of the residual) to the next
 * @param batchX elements from one x to the next; 0 if all products share it
 * @param batchW elements from one w to the next; 0 if all products share it
 * @param batchY elements from one y (and residual) to the next
 */
public record GemmShape(
    int batch,
    int m,
    int n,
    int k,
    boolean transX,
    boolean transW,
    int ldx,
    int ldw,
    int ldy,
    long batchX,
    long batchW,
    long batchY) {
  /** One product of dense row-major matrices. */
  public static GemmShape dense(int m, int n, int k, boolean transX, boolean transW) {
    return new GemmShape(1, m, n, k, transX, transW, transX ? m : k, transW ? k : n, n, 0, 0, 0);
  }

  /** Multiply-adds. */
  public long macs() {
    return (long) batch * m * n * k;
  }
}
