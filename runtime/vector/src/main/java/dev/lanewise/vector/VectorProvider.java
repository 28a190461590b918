package dev.lanewise.vector;

import dev.lanewise.kernel.KernelProvider;
import dev.lanewise.kernel.KernelSet;
import org.jspecify.annotations.Nullable;

/**
 * Offers the vector kernels. Nothing in its fields or signatures is of the Vector API, so that it
 * can be loaded where the API is missing.
 */
public final class VectorProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";

  /** For the service loader. */
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public KernelSet kernels() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalStateException("module " + MODULE + " is not turned on in this JVM");
    }
    return new VectorKernels();
  }

  @Override
  public @Nullable String whySlow() {
    return SelfCheck.whySlow();
  }
}
