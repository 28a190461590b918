package dev.lanewise.kernel;

/**
 * Functions applied element by element. Input and output ranges are equal or do not overlap. A
 * caller cuts large ranges itself to use several threads; a result does not depend on the cuts.
 */
public interface Elementwise {
  /** {@code y[i] = f(x[i])} for n elements; alpha and beta are the function's parameters. */
  void unary(
      UnaryFunction f, float alpha, float beta, float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code y[i] = f(a[i], b[i])} for n elements. */
  void binary(BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

  /** {@code y[i] = f(a[i], b)} for n elements, or {@code f(b, a[i])} if swapped. */
  void binaryScalar(
      BinaryFunction f, boolean swapped, float[] a, int aAt, float b, float[] y, int yAt, int n);

  /**
   * {@code y[r·n + i] = f(a[r·n + i], b[i])} for rows r and n columns i, or {@code f(b[i], …)} if
   * swapped: a row vector against a matrix, or a channel block's values against a blocked plane.
   */
  void binaryRow(
      BinaryFunction f,
      boolean swapped,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] y,
      int yAt,
      int rows,
      int n);
}
