package dev.lanewise.op;

/** What {@link Resize} makes of the sizes it is given. */
public enum AspectRatio {
  /** Every axis gets its size. */
  STRETCH,
  /** All axes are scaled alike, so that none becomes larger than its size. */
  NOT_LARGER,
  /** All axes are scaled alike, so that none becomes smaller than its size. */
  NOT_SMALLER
}
