package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

/**
 * How output vectors (L channels or columns each) are cut into panels, the parts that {@link Tiles}
 * compute at once: pairs, and at the end a triple or a single one if the number is odd. A single
 * vector is computed as the second of a pair whose first is thrown away, so its weights stand in
 * the second half of the panel.
 *
 * @param vectors number of vectors
 * @param triple whether three vectors that are left form one panel
 */
record Panels(int vectors, boolean triple) {
  /** Number of panels. */
  int count() {
    return isTriple(vectors / 2 - 1) ? vectors / 2 : (vectors + 1) / 2;
  }

  /** First vector of a panel. */
  int first(int panel) {
    return 2 * panel;
  }

  /** Vectors of output of a panel: 1, 2 or 3. */
  int width(int panel) {
    return isTriple(panel) ? 3 : Math.min(2, vectors - 2 * panel);
  }

  /** Vectors of weights of a panel: 2 or 3. */
  int packedWidth(int panel) {
    return isTriple(panel) ? 3 : 2;
  }

  /** Floats before a panel's weights. */
  int offset(int panel, int blocks) {
    return panel * blocks * Tiles.weights(2);
  }

  /** Floats of all weights. */
  int length(int blocks) {
    int last = count() - 1;
    return Math.toIntExact(
        (long) last * blocks * Tiles.weights(2) + (long) blocks * Tiles.weights(packedWidth(last)));
  }

  /** Where a panel's first channel stands in its rows of weights. */
  int lead(int panel) {
    return width(panel) == 1 ? L : 0;
  }

  private boolean isTriple(int panel) {
    return triple && vectors % 2 == 1 && panel >= 0 && 2 * panel + 3 == vectors;
  }
}
