package dev.lanewise;

import dev.lanewise.kernel.KernelSet;

/** Which back end a session uses. */
public enum KernelChoice {
  /** What {@code -Dlanewise.kernels} says, else the fastest that works in this JVM. */
  AUTO,
  /** Plain Java loops. */
  SCALAR,
  /** The JDK's Vector API; an error if this JVM has it not turned on. */
  VECTOR;

  /**
   * The kernels of this choice.
   *
   * @throws dev.lanewise.error.UnavailableException if they cannot run in this JVM
   */
  public KernelSet kernels() {
    return BackEnds.choose(this);
  }
}
