package dev.lanewise.op;

/** How the padding of a {@link Window} is determined. */
public enum AutoPad {
  /** By the pads that are given, 0 by default. */
  NOTSET,
  /** So that an output has ceil(input / stride) elements; the odd one goes to the end. */
  SAME_UPPER,
  /** So that an output has ceil(input / stride) elements; the odd one goes to the beginning. */
  SAME_LOWER,
  /** No padding. */
  VALID
}
