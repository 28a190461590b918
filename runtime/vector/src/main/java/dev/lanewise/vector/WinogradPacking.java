package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Transformed weights: {@code [panel][point][block][8][vectors · L]}.
 *
 * @param weights how weights become points
 * @param channels output channels
 * @param inputs input channels
 * @param panels how the output channels are cut
 */
record WinogradPacking(WinogradWeights weights, int channels, int inputs, Panels panels)
    implements Packing {
  private static final int MOST_TAPS = 9;
  private static final int WIDEST = 3 * L;

  /**
   * Taps of a panel, and what transforming them needs; weights that are trained are packed often.
   */
  private static final ThreadLocal<float[]> WORK =
      ThreadLocal.withInitial(() -> new float[MOST_TAPS * (WIDEST + 2 * L)]);

  private int blocks() {
    return Blocking.ceil(inputs, Tiles.BLOCK);
  }

  /** Floats from one point of a panel to the next. */
  int point(int panel) {
    return blocks() * Tiles.weights(panels.packedWidth(panel));
  }

  /** Floats before a panel. */
  int offset(int panel) {
    return panels.offset(panel, blocks()) * weights.points();
  }

  @Override
  public int length() {
    return Math.multiplyExact(panels.length(blocks()), weights.points());
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Arrays.fill(packed, packedAt, packedAt + length(), 0);
    int taps = weights.taps();
    float[] work = WORK.get();
    Arrays.fill(work, 0);
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.packedWidth(panel) * L;
      int first = panels.first(panel) * L;
      int lead = panels.lead(panel);
      int count = Math.min(channels - first, panels.width(panel) * L);
      for (int i = 0; i < inputs; i++) {
        for (int c = 0; c < count; c++) {
          int from = weightAt + ((first + c) * inputs + i) * taps;
          for (int t = 0; t < taps; t++) {
            work[t * WIDEST + lead + c] = weight[from + t];
          }
        }
        int at = packedAt + offset(panel) + i * width;
        for (int v = 0; v < width; v += L) {
          weights.transform(work, v, WIDEST, work, taps * WIDEST, packed, at + v, point(panel));
        }
      }
      Arrays.fill(work, 0);
    }
  }
}
