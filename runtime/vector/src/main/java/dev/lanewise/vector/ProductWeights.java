package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;

/** Weights of a {@link TiledProduct} that are packed at run time. */
interface ProductWeights {
  /** Whether each image has weights of its own. */
  boolean perImage();

  /**
   * Packs blocks {@code block … block + blocks} of the sum of panels {@code from … to}, all of two
   * vectors, one panel after another from {@code at} on.
   */
  void pack(Operands o, int image, int from, int to, int block, int blocks, float[] packed, int at);
}
