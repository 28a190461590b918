package dev.lanewise;

/** Which back end a session uses. */
public enum KernelChoice {
  /** What {@code -Dlanewise.kernels} says, else the fastest that works in this JVM. */
  AUTO,
  /** Plain Java loops. */
  SCALAR,
  /** The JDK's Vector API; an error if this JVM has it not turned on. */
  VECTOR
}
