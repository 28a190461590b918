package dev.lanewise.kernel;

/** Matrix products, one or a batch. */
public interface Gemm {
  /**
   * Chooses the algorithm for a matrix product.
   *
   * @param shape sizes; bias and slope of the epilogue are per column
   * @param epilogue what happens to a sum before it is stored
   * @param constantWeight whether w is known beforehand, so that the kernel may ask for its own
   *     packing; only for {@code shape.batchW() == 0}
   * @param accuracy which algorithms may be used
   * @param threads how many threads may take part, at least 1
   * @return a kernel for any shape with positive sizes
   */
  GemmKernel prepare(
      GemmShape shape, Epilogue epilogue, boolean constantWeight, Accuracy accuracy, int threads);
}
