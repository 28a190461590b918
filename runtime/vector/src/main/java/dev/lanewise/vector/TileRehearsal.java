package dev.lanewise.vector;

import java.util.Set;

/**
 * One tile of zeros. Its code is compiled sooner by many tiny calls than by a few large ones.
 *
 * @param pixels pixels of the tile
 * @param vectors vectors of the tile
 */
record TileRehearsal(int pixels, int vectors) implements Runnable {
  private static final int BLOCKS = 2;
  private static final int PLANE = Tiles.LARGEST * Tiles.BLOCK;

  /** Stays zero, whoever writes sums of zeros to it. */
  private static final float[] ROOM = new float[BLOCKS * Tiles.BLOCK * 3 * PLANE];

  /** Adds the tiles that a product of so many pixels is cut into. */
  static void add(int pixels, Panels panels, Set<Runnable> rehearsals) {
    int last = panels.packedWidth(panels.count() - 1);
    if (last == 3) {
      rehearsals.add(new TileRehearsal(3, 3));
      if (pixels % 3 != 0) {
        rehearsals.add(new TileRehearsal(2, 3));
      }
    }
    if (last == 2 || panels.count() > 1) {
      int tiles = Blocking.ceil(pixels, Tiles.LARGEST);
      rehearsals.add(new TileRehearsal(Blocking.ceil(pixels, tiles), 2));
      rehearsals.add(new TileRehearsal(pixels / tiles, 2));
    }
  }

  @Override
  public void run() {
    Tiles.multiply(
        pixels,
        vectors,
        BLOCKS,
        ROOM,
        0,
        PLANE,
        ROOM,
        0,
        StartValues.ZEROS,
        0,
        StartValues.vectorStride(),
        ROOM,
        0,
        PLANE);
  }
}
