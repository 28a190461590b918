package dev.lanewise.kernel;

/**
 * The derivative of a convolution with respect to its weight, with its algorithm chosen: {@link
 * Operands#x} is the input of the convolution, {@link Operands#w} the derivative with respect to
 * its output, {@link Operands#y} becomes the derivative with respect to the weight, {@code
 * [outChannels, inChannels / groups, kernelHeight, kernelWidth]}.
 *
 * <p>Every element is summed over images and pixels in an order of its own, so that results do not
 * depend on how many threads take part.
 */
public interface ConvGradientKernel extends PreparedKernel {
  /** Layout in which the input must be. */
  Layout input();

  /** Layout in which the derivative with respect to the output must be. */
  Layout output();
}
