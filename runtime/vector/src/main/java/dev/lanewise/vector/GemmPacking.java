package dev.lanewise.vector;

import dev.lanewise.kernel.Packing;

/**
 * A K×N matrix, packed in panels of columns.
 *
 * @param n columns
 * @param k rows
 * @param trans whether it is stored as N×K
 * @param ld elements from one stored row to the next
 */
record GemmPacking(int n, int k, boolean trans, int ld) implements Packing {
  /** How n columns are cut. */
  static Panels panels(int n) {
    return new Panels(Blocking.ceil(n, Lanes.L), false);
  }

  @Override
  public int length() {
    return panels(n).length(Blocking.ceil(k, Tiles.BLOCK));
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Panels panels = panels(n);
    int blocks = Blocking.ceil(k, Tiles.BLOCK);
    pack(panels, 0, panels.count(), 0, blocks, weight, weightAt, packed, packedAt);
  }

  /**
   * Packs blocks {@code block … block + blocks} of the sum of panels {@code from … to}, one panel
   * after another from packedAt on.
   */
  void pack(
      Panels panels,
      int from,
      int to,
      int block,
      int blocks,
      float[] weight,
      int weightAt,
      float[] packed,
      int packedAt) {
    int first = block * Tiles.BLOCK;
    int count = Math.min(k - first, blocks * Tiles.BLOCK);
    int at = packedAt - panels.offset(from, blocks);
    if (!trans) {
      PanelPacker.columns(
          panels, from, to, n, count, weight, weightAt + first * ld, ld, packed, at);
      return;
    }
    for (int p = from; p < to; p++) {
      PanelPacker.rows(panels, p, n, count, 1, weight, weightAt + first, ld, packed, at);
    }
  }
}
