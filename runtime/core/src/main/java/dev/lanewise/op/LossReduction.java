package dev.lanewise.op;

/** What becomes of the losses of single samples. */
public enum LossReduction {
  /** They are the output. */
  NONE,
  /** Their sum. */
  SUM,
  /** Their sum divided by the sum of the weights that were applied. */
  MEAN
}
