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
    pack(panels, 0, panels.count(), weight, weightAt, packed, packedAt);
  }

  /** Packs some of the panels to their places. */
  void pack(
      Panels panels, int from, int to, float[] weight, int weightAt, float[] packed, int packedAt) {
    for (int p = from; p < to; p++) {
      if (trans) {
        PanelPacker.rows(panels, p, n, k, 1, weight, weightAt, ld, packed, packedAt);
      } else {
        PanelPacker.columns(panels, p, n, k, weight, weightAt, ld, packed, packedAt);
      }
    }
  }
}
