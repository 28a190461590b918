package dev.lanewise.kernel;

/** Two-dimensional convolution: dense, grouped and depthwise. */
public interface Conv {
  /**
   * Chooses the algorithm for a convolution.
   *
   * @param shape sizes
   * @param epilogue what happens to a sum before it is stored
   * @param accuracy which algorithms may be used
   * @param threads how many threads may take part, at least 1
   * @return a kernel for any shape with positive sizes
   */
  ConvKernel prepare(ConvShape shape, Epilogue epilogue, Accuracy accuracy, int threads);
}
