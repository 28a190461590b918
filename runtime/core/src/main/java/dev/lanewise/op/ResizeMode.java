package dev.lanewise.op;

/** How {@link Resize} gets a value from its neighbours. */
public enum ResizeMode {
  /** The nearest one. */
  NEAREST,
  /** Linear interpolation of two per axis. */
  LINEAR,
  /** Cubic convolution of four per axis. */
  CUBIC
}
