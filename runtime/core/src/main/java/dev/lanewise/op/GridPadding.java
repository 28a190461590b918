package dev.lanewise.op;

/** What {@link GridSample} reads outside of the image. */
public enum GridPadding {
  /** Zeros. */
  ZEROS,
  /** The nearest element of the image. */
  BORDER,
  /** The image, mirrored at its borders again and again. */
  REFLECTION
}
