package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Transformed weights of a 3×3 convolution: {@code [panel][point][block][8][vectors · L]}.
 *
 * @param channels output channels
 * @param inputs input channels
 * @param panels how the output channels are cut
 */
record WinogradPacking(int channels, int inputs, Panels panels) implements Packing {
  private static final int TAPS = 9;
  private static final int POINTS = WinogradTransforms.POINTS;
  private static final int WIDEST = 3 * L;

  /**
   * Taps of a panel, and what transforming them needs; weights that are trained are packed often.
   */
  private static final ThreadLocal<float[]> WORK =
      ThreadLocal.withInitial(() -> new float[TAPS * WIDEST + 2 * TAPS * L]);

  private int blocks() {
    return Blocking.ceil(inputs, Tiles.BLOCK);
  }

  /** Floats from one point of a panel to the next. */
  int point(int panel) {
    return blocks() * Tiles.weights(panels.packedWidth(panel));
  }

  /** Floats before a panel. */
  int offset(int panel) {
    return panels.offset(panel, blocks()) * POINTS;
  }

  @Override
  public int length() {
    return Math.multiplyExact(panels.length(blocks()), POINTS);
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Arrays.fill(packed, packedAt, packedAt + length(), 0);
    float[] taps = WORK.get();
    Arrays.fill(taps, 0);
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.packedWidth(panel) * L;
      int first = panels.first(panel) * L;
      int lead = panels.lead(panel);
      int count = Math.min(channels - first, panels.width(panel) * L);
      for (int i = 0; i < inputs; i++) {
        for (int c = 0; c < count; c++) {
          int from = weightAt + ((first + c) * inputs + i) * TAPS;
          for (int t = 0; t < TAPS; t++) {
            taps[t * WIDEST + lead + c] = weight[from + t];
          }
        }
        int at = packedAt + offset(panel) + i * width;
        for (int v = 0; v < width; v += L) {
          WinogradTransforms.weights(
              taps, v, WIDEST, taps, TAPS * WIDEST, packed, at + v, point(panel));
        }
      }
      Arrays.fill(taps, 0);
    }
  }
}
