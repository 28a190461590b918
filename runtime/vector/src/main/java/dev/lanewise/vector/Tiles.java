package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

/**
 * Products of many pixels with the weights of 2·L or 3·L output channels, cut into tiles that fit
 * the registers.
 *
 * <p>The left factor is {@code [block][pixel][8]}: 8 input channels (or elements of a matrix row)
 * innermost. The weights are {@code [block][8][vectors · L]}.
 */
final class Tiles {
  /** Channels of a block of the left factor. */
  static final int BLOCK = 8;

  private Tiles() {}

  /**
   * Computes {@code y = c + a · w} for any number of pixels. Every output is a single chain of
   * fused multiply-adds over blocks and channels in ascending order, whatever the tile.
   *
   * @param pixels how many pixels, at least 1; at least 2 if there are 3 vectors
   * @param vectors 2 or 3
   * @param blocks how many blocks of 8 are summed up
   * @param a left factor, first pixel at aAt
   * @param aBlock floats from one block to the next
   * @param w weights, from wAt on
   * @param c what sums start with; may be y
   * @param cPixel floats from one pixel's start values to the next; 0 for a bias
   * @param cVector floats from a pixel's first vector of start values to its second
   * @param y receives the sums
   * @param yPixel floats from one pixel's sums to the next
   * @param yVector floats from a pixel's first vector of sums to its second; vectors are stored in
   *     order, so that with 0 the last one stays
   */
  static void multiply(
      int pixels,
      int vectors,
      int blocks,
      float[] a,
      int aAt,
      int aBlock,
      float[] w,
      int wAt,
      float[] c,
      int cAt,
      int cPixel,
      int cVector,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    int large;
    int size;
    int small;
    if (vectors == 2) {
      int tiles = (pixels + 5) / 6;
      size = pixels / tiles + 1;
      large = pixels % tiles;
      small = tiles - large;
    } else {
      size = 3;
      small = (3 - pixels % 3) % 3;
      large = (pixels - 2 * small) / 3;
    }
    if (large > 0) {
      tiles(
          size, vectors, large, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt,
          yPixel, yVector);
    }
    int done = large * size;
    if (small > 0) {
      tiles(
          size - 1,
          vectors,
          small,
          blocks,
          a,
          aAt + done * BLOCK,
          aBlock,
          w,
          wAt,
          c,
          cAt + done * cPixel,
          cPixel,
          cVector,
          y,
          yAt + done * yPixel,
          yPixel,
          yVector);
    }
  }

  private static void tiles(
      int size,
      int vectors,
      int tiles,
      int blocks,
      float[] a,
      int aAt,
      int aBlock,
      float[] w,
      int wAt,
      float[] c,
      int cAt,
      int cPixel,
      int cVector,
      float[] y,
      int yAt,
      int yPixel,
      int yVector) {
    if (vectors == 3) {
      if (size == 3) {
        Tile3x3.run(
            tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
            yVector);
      } else {
        Tile2x3.run(
            tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
            yVector);
      }
      return;
    }
    switch (size) {
      case 6 ->
          Tile6x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
      case 5 ->
          Tile5x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
      case 4 ->
          Tile4x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
      case 3 ->
          SmallTiles.three(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
      case 2 ->
          SmallTiles.two(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
      default ->
          SmallTiles.one(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cPixel, cVector, y, yAt, yPixel,
              yVector);
    }
  }

  /** Floats of weights that {@link #multiply} reads for one block. */
  static int weights(int vectors) {
    return BLOCK * vectors * L;
  }
}
