package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;

/** Weights of a {@link TiledProduct} that are packed at run time. */
interface ProductWeights {
  /** Whether each image has weights of its own. */
  boolean perImage();

  /**
   * Packs panels {@code from … to} to their places in the packed weights that begin at {@code at}.
   */
  void pack(Operands o, int image, int from, int to, float[] packed, int at);
}
