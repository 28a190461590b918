package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;

/**
 * The matrix products between the transforms of a Winograd convolution, one per point, for a range
 * of tiles.
 *
 * @param weights how weights become points
 * @param blocks blocks of 8 input channels
 * @param panels how the output channels are cut
 * @param packing transformed weights
 */
record WinogradProducts(
    WinogradWeights weights, int blocks, Panels panels, WinogradPacking packing) {
  /** Most tiles that are worked on together. */
  static final int TILES = 24;

  /**
   * Floats from one block of 8 channels to the next, {@code [tile][8]}. Like the strides that
   * follow, it is an odd number of cache lines, so that points do not fall into the same cache set.
   */
  static final int TILES_STRIDE = TILES * Tiles.BLOCK + 16;

  /** Floats from one point of products to the next, {@code [block][tile][8]}. */
  static final int POINT_STRIDE = 3 * TILES_STRIDE;

  private static final int VECTORS = Tiles.BLOCK / L;

  /** Blocks of 8 summed up in one go. */
  private static final int STEP = 32;

  /** The products of a convolution. */
  static WinogradProducts of(
      WinogradWeights weights, int inChannels, int outChannels, Layout layout) {
    Panels panels = new Panels(layout.blocks(outChannels) * VECTORS, true);
    return new WinogradProducts(
        weights,
        layout.blocks(inChannels),
        panels,
        new WinogradPacking(weights, outChannels, inChannels, panels));
  }

  /** Floats from one block of transformed input to the next, {@code [point][tile][8]}. */
  int inputStride() {
    return weights.points() * TILES_STRIDE + 16;
  }

  /** Floats of transformed input. */
  int inputFloats() {
    return Math.multiplyExact(blocks, inputStride());
  }

  /** Floats of products. */
  int productFloats() {
    return weights.points() * POINT_STRIDE;
  }

  /** First block of 8 output channels of a panel. */
  int firstBlock(int panel) {
    return panels.first(panel) / VECTORS;
  }

  /** End of the blocks of a panel. */
  int endBlock(int panel) {
    return (panels.first(panel) + panels.width(panel)) / VECTORS;
  }

  /**
   * Computes all points of a panel.
   *
   * @param count how many tiles
   * @param inputAt transformed input in the scratch
   * @param productsAt where the products go in the scratch
   */
  void multiply(Operands o, int panel, int count, int inputAt, int productsAt) {
    int width = panels.packedWidth(panel);
    int yVector = panels.width(panel) == 1 ? 0 : VECTORS == 1 ? TILES_STRIDE : L;
    int panelAt = o.wAt + packing.offset(panel);
    for (int p = 0; p < weights.points(); p++) {
      int wAt = panelAt + p * packing.point(panel);
      int aAt = inputAt + p * TILES_STRIDE;
      int yAt = productsAt + p * POINT_STRIDE;
      for (int r = 0; r < blocks; r += STEP) {
        boolean first = r == 0;
        Tiles.multiply(
            count,
            width,
            Math.min(STEP, blocks - r),
            o.scratch,
            aAt + r * inputStride(),
            inputStride(),
            o.w,
            wAt + r * Tiles.weights(width),
            first ? StartValues.ZEROS : o.scratch,
            first ? 0 : yAt,
            first ? StartValues.vectorStride() : yVector,
            o.scratch,
            yAt,
            yVector);
      }
    }
  }
}
