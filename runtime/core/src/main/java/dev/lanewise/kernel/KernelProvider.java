package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** Service through which a back end is found. */
public interface KernelProvider {
  /** Name of the back end, as in {@code -Dlanewise.kernels=NAME}. */
  String name();

  /** The available provider with the highest priority is used; scalar has 0. */
  int priority();

  /**
   * The kernels.
   *
   * @throws IllegalStateException if this JVM cannot run them; the message says why and what to do
   */
  KernelSet kernels();

  /**
   * Why these kernels would be slower in this JVM than scalar ones, as far as can be told without
   * running them; null if nothing speaks against them. Asked after {@link #kernels()}.
   */
  default @Nullable String whySlow() {
    return null;
  }
}
