package dev.lanewise.kernel;

/** Functions of two variables that {@link Elementwise} kernels compute. */
public enum BinaryFunction {
  /** a + b. */
  ADD,
  /** a − b. */
  SUB,
  /** a · b. */
  MUL,
  /** a / b. */
  DIV,
  /** The larger one; NaN if either is. */
  MAX,
  /** The smaller one; NaN if either is. */
  MIN,
  /** a to the power of b. */
  POW,
  /** PRelu: a where a ≥ 0, else a · b. */
  PRELU,
  /** a where b &gt; 0, else 0. */
  GATE
}
