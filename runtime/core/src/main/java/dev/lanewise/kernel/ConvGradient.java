package dev.lanewise.kernel;

/** Derivatives of two-dimensional convolutions with respect to their weights. */
public interface ConvGradient {
  /**
   * Chooses the algorithm.
   *
   * @param shape sizes of the convolution
   * @param threads how many threads may take part, at least 1
   * @return a kernel for any shape with positive sizes
   */
  ConvGradientKernel prepare(ConvShape shape, int threads);
}
