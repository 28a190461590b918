package dev.lanewise.op;

/** Channels of a decoded picture, with the names the standard gives them. */
public enum PixelFormat {
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red. */
  BGR,
  /** Luminance after ITU-R BT.601. */
  GRAYSCALE
}
