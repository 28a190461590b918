package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** A matrix product with its algorithm chosen. */
public interface GemmKernel extends PreparedKernel {
  /**
   * Form in which {@link Operands#w} must be, or null if the kernel reads w as it is stored (it was
   * prepared for a w that is computed at run time).
   */
  @Nullable Packing packing();
}
