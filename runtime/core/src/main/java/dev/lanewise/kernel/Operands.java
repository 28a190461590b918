package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of one call of a {@link PreparedKernel}. Mutable and reused, so that a call allocates
 * nothing; every {@code xxxAt} is the offset of the first element.
 */
public final class Operands {
  private static final float[] NONE = {};

  /** Activation (convolution input, or matrix A). */
  public float[] x = NONE;

  /** Offset into {@link #x}. */
  public int xAt;

  /** Weight in the kernel's packing, or raw matrix B where the kernel has no packing. */
  public float[] w = NONE;

  /** Offset into {@link #w}. */
  public int wAt;

  /** One value per output channel or column; null for none. */
  public float @Nullable [] bias;

  /** Offset into {@link #bias}. */
  public int biasAt;

  /** Added before the activation, same layout as {@link #y}; null unless the epilogue asks. */
  public float @Nullable [] residual;

  /** Offset into {@link #residual}. */
  public int residualAt;

  /**
   * PRelu slope, one per output channel or column, or factors of {@link Epilogue#requantise}; null
   * unless the epilogue asks.
   */
  public float @Nullable [] slope;

  /** Offset into {@link #slope}. */
  public int slopeAt;

  /** Output. */
  public float[] y = NONE;

  /** Offset into {@link #y}. */
  public int yAt;

  /** Scratch of {@link PreparedKernel#scratch()} floats, content unspecified. */
  public float[] scratch = NONE;

  /** Offset into {@link #scratch}. */
  public int scratchAt;

  /** Empty operands. */
  public Operands() {}
}
