package dev.lanewise;

/**
 * When a session prepares its code for its steady speed. A JVM interprets code before it compiles
 * it, and vector kernels are hundreds of times slower until they are compiled.
 */
public enum WarmUp {
  /** Only by running. Takes no time and no thread that was not asked for. */
  NONE,
  /**
   * Before the first answer. {@link Model#newSession(SessionOptions)} warms up if the shapes of all
   * inputs are known; otherwise, the first run of each shape does before it answers.
   */
  BLOCKING,
  /**
   * After the first answer, on a thread of its own that ends by itself, or on the session's
   * executor. With {@link KernelChoice#AUTO} answers come from scalar kernels on the weights as
   * they are stored, until the vector kernels are ready: from then on every run uses those. The two
   * round differently, so that answers before and after differ in their last bits.
   */
  BACKGROUND
}
