package dev.lanewise.kernel;

/** How far a kernel may depart from correctly rounded sums of products. */
public enum Accuracy {
  /**
   * Plain sums of products only: no Winograd, and as long as every partial sum is an integer below
   * 2^24 the result is exact. Functions within 2 ulp.
   */
  STRICT,
  /**
   * Also Winograd with tiles up to 4×4, or 6 in a line, and function approximations of a few ulp.
   */
  BALANCED,
  /** Also larger Winograd tiles. */
  FAST
}
