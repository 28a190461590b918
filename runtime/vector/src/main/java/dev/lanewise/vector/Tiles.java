package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

/**
 * Products of many pixels with the weights of 2·L or 3·L output channels, cut into tiles that fit
 * the registers.
 *
 * <p>Pixels are {@code [block][pixel][8]}: 8 input channels (or elements of a matrix row)
 * innermost. Weights are {@code [block][8][vectors · L]}. A vector of sums takes the place of L of
 * the 8 channels of a pixel of the output, so that pixels are 8 floats apart there, too.
 */
final class Tiles {
  /** Channels of a block. */
  static final int BLOCK = 8;

  /** Pixels of the largest tile. */
  static final int LARGEST = 6;

  private Tiles() {}

  /**
   * Computes {@code y = c + a · w} for any number of pixels. Every output is a single chain of
   * fused multiply-adds over blocks and channels in ascending order, whatever the tile. It begins
   * with 0 and c is added in the end: a c that is larger than the products would round each of
   * them.
   *
   * @param pixels how many pixels, at least 1; at least 2 if there are 3 vectors
   * @param vectors 2 or 3
   * @param blocks how many blocks of 8 are summed up
   * @param a pixels, the first at aAt
   * @param aBlock floats from one block to the next
   * @param w weights, from wAt on
   * @param c what is added to the sums: 6 pixels for all tiles, or y
   * @param cVector floats from a pixel's first vector of c to its second
   * @param y receives the sums
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
      int cVector,
      float[] y,
      int yAt,
      int yVector) {
    int large;
    int size;
    int small;
    if (vectors == 2) {
      int tiles = (pixels + LARGEST - 1) / LARGEST;
      size = pixels / tiles + 1;
      large = pixels % tiles;
      small = tiles - large;
    } else {
      size = 3;
      small = (3 - pixels % 3) % 3;
      large = (pixels - 2 * small) / 3;
    }
    boolean goesOn = c == y && cAt == yAt;
    if (large > 0) {
      int cTile = goesOn ? size * BLOCK : 0;
      tiles(
          size, vectors, large, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt,
          yVector);
    }
    if (small > 0) {
      int done = large * size * BLOCK;
      size--;
      int cTile = goesOn ? size * BLOCK : 0;
      int next = goesOn ? cAt + done : cAt;
      tiles(
          size,
          vectors,
          small,
          blocks,
          a,
          aAt + done,
          aBlock,
          w,
          wAt,
          c,
          next,
          cTile,
          cVector,
          y,
          yAt + done,
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
      int cTile,
      int cVector,
      float[] y,
      int yAt,
      int yVector) {
    if (vectors == 3) {
      if (size == 3) {
        Tile3x3.run(tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      } else {
        Tile2x3.run(tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      }
      return;
    }
    switch (size) {
      case 6 ->
          Tile6x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      case 5 ->
          Tile5x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      case 4 ->
          Tile4x2.run(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      case 3 ->
          SmallTiles.three(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      case 2 ->
          SmallTiles.two(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
      default ->
          SmallTiles.one(
              tiles, blocks, a, aAt, aBlock, w, wAt, c, cAt, cTile, cVector, y, yAt, yVector);
    }
  }

  /** Floats of weights that {@link #multiply} reads for one block. */
  static int weights(int vectors) {
    return BLOCK * vectors * L;
  }
}
