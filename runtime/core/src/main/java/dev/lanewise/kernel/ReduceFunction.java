package dev.lanewise.kernel;

/** Reductions of a {@link Reduce} kernel. */
public enum ReduceFunction {
  /** Sum. */
  SUM,
  /** Sum divided by the count. */
  MEAN,
  /** Largest element; NaN if there is one. */
  MAX,
  /** Smallest element; NaN if there is one. */
  MIN,
  /** Product. */
  PROD,
  /** Sum of squares. */
  SUM_SQUARE,
  /** Sum of absolute values. */
  L1,
  /** Root of the sum of squares. */
  L2,
  /** Logarithm of the sum of exponentials, computed without overflow. */
  LOG_SUM_EXP
}
