package dev.lanewise.kernel;

/** A convolution with its algorithm chosen. */
public interface ConvKernel extends PreparedKernel {
  /** Layout in which {@link Operands#x} must be. */
  Layout input();

  /** Layout in which {@link Operands#y} and {@link Operands#residual} are. */
  Layout output();

  /** Form in which {@link Operands#w} must be. */
  Packing packing();
}
