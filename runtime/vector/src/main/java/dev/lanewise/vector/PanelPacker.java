package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Writes weights as {@link Tiles} read them: {@code [panel][block][8][vectors · L]}. */
final class PanelPacker {
  private static final int BLOCK = Tiles.BLOCK;

  private PanelPacker() {}

  /**
   * Packs one panel of weights that are stored as one row per output channel.
   *
   * @param channels output channels; what is missing in the panel becomes 0
   * @param inputs input channels
   * @param taps kernel elements of each input channel, next to one another in a row
   * @param rowStride floats from one output channel to the next
   * @param packed where all panels are, from packedAt
   */
  static void rows(
      Panels panels,
      int panel,
      int channels,
      int inputs,
      int taps,
      float[] weight,
      int weightAt,
      int rowStride,
      float[] packed,
      int packedAt) {
    int blocks = Blocking.ceil(inputs, BLOCK) * taps;
    int width = panels.packedWidth(panel) * L;
    int at = packedAt + panels.offset(panel, blocks);
    int first = panels.first(panel) * L;
    int count = Math.min(channels - first, panels.width(panel) * L);
    int lead = panels.lead(panel);
    if (count < width || inputs % BLOCK != 0) {
      Arrays.fill(packed, at, at + blocks * BLOCK * width, 0);
    }
    int from = weightAt + first * rowStride;
    if (taps == 1) {
      Transpose.matrix(weight, from, rowStride, count, inputs, packed, at + lead, width);
      return;
    }
    for (int i = 0; i < inputs; i++) {
      int to = at + lead + (i / BLOCK * taps * BLOCK + i % BLOCK) * width;
      for (int t = 0; t < taps; t++) {
        column(weight, from + i * taps + t, rowStride, count, packed, to + t * BLOCK * width);
      }
    }
  }

  private static void column(
      float[] weight, int from, int rowStride, int count, float[] packed, int to) {
    for (int c = 0; c < count; c++) {
      packed[to + c] = weight[from + c * rowStride];
    }
  }

  /**
   * Packs one panel of weights that are stored as one row per element of the sum.
   *
   * @param columns output columns; what is missing in the panel becomes 0
   * @param k elements of the sum
   * @param rowStride floats from one row to the next
   * @param packed where all panels are, from packedAt
   */
  static void columns(
      Panels panels,
      int panel,
      int columns,
      int k,
      float[] weight,
      int weightAt,
      int rowStride,
      float[] packed,
      int packedAt) {
    int blocks = Blocking.ceil(k, BLOCK);
    int width = panels.packedWidth(panel) * L;
    int at = packedAt + panels.offset(panel, blocks);
    int first = panels.first(panel) * L;
    int count = Math.min(columns - first, panels.width(panel) * L);
    int from = weightAt + first;
    if (count == width) {
      for (int i = 0; i < k; i++) {
        for (int c = 0; c < width; c += L) {
          FloatVector.fromArray(S, weight, from + i * rowStride + c)
              .intoArray(packed, at + i * width + c);
        }
      }
      Arrays.fill(packed, at + k * width, at + blocks * BLOCK * width, 0);
      return;
    }
    Arrays.fill(packed, at, at + blocks * BLOCK * width, 0);
    int to = at + panels.lead(panel);
    for (int i = 0; i < k; i++) {
      System.arraycopy(weight, from + i * rowStride, packed, to + i * width, count);
    }
  }
}
