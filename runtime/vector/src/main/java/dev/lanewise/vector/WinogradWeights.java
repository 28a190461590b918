package dev.lanewise.vector;

/** How the weights of a kernel become points. */
enum WinogradWeights {
  /** 3×3 taps for tiles of 4×4. */
  SQUARE(9, WinogradTransforms.POINTS),
  /** 3 taps for tiles of 6 in a line. */
  LINE_3(3, LineTransforms.POINTS),
  /** 4 taps for tiles of 5 in a line. */
  LINE_4(4, LineTransforms.POINTS),
  /** 5 taps for tiles of 4 in a line. */
  LINE_5(5, LineTransforms.POINTS);

  private final int taps;
  private final int points;

  WinogradWeights(int taps, int points) {
    this.taps = taps;
    this.points = points;
  }

  /** For a line of 3 to 5 taps. */
  static WinogradWeights line(int taps) {
    return values()[LINE_3.ordinal() + taps - LINE_3.taps];
  }

  int taps() {
    return taps;
  }

  int points() {
    return points;
  }

  /**
   * Transforms the weights of L output channels for one input channel.
   *
   * @param g weights {@code [taps][from]}
   * @param work room for 2·L floats per tap
   * @param u receives L floats per point
   * @param point floats from one point to the next
   */
  void transform(
      float[] g, int gAt, int from, float[] work, int workAt, float[] u, int uAt, int point) {
    if (this == SQUARE) {
      WinogradTransforms.weights(g, gAt, from, work, workAt, u, uAt, point);
    } else {
      LineTransforms.weights(g, gAt, from, taps, u, uAt, point);
    }
  }
}
