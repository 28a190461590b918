package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;

/** Where a {@link TiledProduct} leaves its sums, and what happens to them there. */
interface ProductOutput {
  /** Whether sums are computed in their place in y, with pixels 8 floats apart. */
  boolean isDirect();

  /** Offset in y of the first pixel of a vector; only if direct. */
  int at(int part, int image, int vector);

  /** Floats from the first to the second vector of a panel in y; only if direct. */
  int vectorStride();

  /**
   * How many panels of so many pixels to compute before they are stored and finished together, so
   * that they are still in the cache then.
   */
  int together(int pixels);

  /**
   * Takes over the sums of some panels, {@code [2·L / 8][pixel][8]} each; only if not direct.
   *
   * @param sums holds them, from {@code at} on
   * @param stride floats from one panel's sums to the next
   */
  void store(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] sums,
      int at,
      int stride);

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
