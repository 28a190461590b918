package dev.lanewise.kernel;

/**
 * Pooling of activations in a layout. A plane is one channel block of one image: plane p of the
 * input begins at {@code xAt + p · layout.planeStride(inPixels)}. Planes from {@code from} to
 * {@code to} (exclusive) of {@code batch · blocks(channels)} are computed, so that a caller can use
 * several threads.
 */
public interface Pool {
  /**
   * Largest element of each window; padding and NaN never win, and a window of nothing else gives
   * −∞.
   */
  void max(PoolShape s, Layout layout, float[] x, int xAt, float[] y, int yAt, int from, int to);

  /**
   * Mean of each window.
   *
   * @param includePad whether padding counts as zeros in the divisor (ceil-mode overhang never
   *     does)
   */
  void average(
      PoolShape s,
      Layout layout,
      boolean includePad,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to);

  /** Mean of each channel's whole plane; the output has one pixel per plane. */
  void globalAverage(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to);

  /** Largest element of each channel's whole plane, as {@link #max}; one pixel per plane. */
  void globalMax(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to);
}
