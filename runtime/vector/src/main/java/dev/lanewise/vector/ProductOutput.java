package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;

/** Where a {@link TiledProduct} leaves its sums, and what happens to them there. */
interface ProductOutput {
  /** Offset in y of the first pixel of a vector of output. */
  int at(int part, int image, int vector);

  /** Floats from one pixel to the next. */
  int pixelStride();

  /** Floats from the first to the second vector of a panel. */
  int vectorStride();

  /**
   * Whether a panel's vectors may be stored as a whole; true for none after the first that may not.
   */
  boolean takesWhole(int panel);

  /** Takes over the sums {@code [pixel][2·L]} of a panel that must not be stored as a whole. */
  void store(
      Operands o, int part, int image, int pixel, int pixels, int panel, float[] sums, int at);

  /** How many panels of so many pixels to compute before they are finished together. */
  int finishTogether(int pixels);

  /**
   * Adds the residual and applies the activation.
   *
   * @param work room for 8 floats, from workAt
   */
  void finish(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] work,
      int workAt);
}
