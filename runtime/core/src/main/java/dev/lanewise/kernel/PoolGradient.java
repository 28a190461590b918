package dev.lanewise.kernel;

/**
 * Derivatives of {@link Pool pooling} with respect to its input. Planes lie as there; those of dx
 * from {@code from} to {@code to} are overwritten.
 */
public interface PoolGradient {
  /** Gives each window's derivative to the first of its largest elements. */
  void max(
      PoolShape s,
      Layout layout,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int from,
      int to);

  /**
   * Spreads each window's derivative over its elements.
   *
   * @param includePad whether padding counts in the divisor
   */
  void average(
      PoolShape s,
      Layout layout,
      boolean includePad,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int from,
      int to);
}
