package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Writes weights as {@link Tiles} read them: {@code [panel][block][8][vectors · L]}. */
final class PanelPacker {
  private static final int BLOCK = Tiles.BLOCK;

  /** Panels whose columns are packed together. */
  private static final int TOGETHER = 8;

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
   * Packs panels of weights that are stored as one row per element of the sum, some of them at a
   * time, so that what is read of a row fills cache lines.
   *
   * @param from first panel
   * @param to end of the panels
   * @param columns output columns; what is missing in the last panel becomes 0
   * @param k elements of the sum
   * @param rowStride floats from one row to the next
   * @param packed where all panels are, from packedAt
   */
  static void columns(
      Panels panels,
      int from,
      int to,
      int columns,
      int k,
      float[] weight,
      int weightAt,
      int rowStride,
      float[] packed,
      int packedAt) {
    int blocks = Blocking.ceil(k, BLOCK);
    int length = blocks * Tiles.weights(2);
    int whole = Math.clamp(columns / (2 * L), from, to);
    for (int p = from; p < whole; p += TOGETHER) {
      int count = Math.min(TOGETHER, whole - p);
      int at = packedAt + panels.offset(p, blocks);
      pairs(k, weight, weightAt + panels.first(p) * L, rowStride, count, packed, at, length);
      for (int q = 0; q < count && k % BLOCK != 0; q++) {
        Arrays.fill(packed, at + q * length + k * 2 * L, at + (q + 1) * length, 0);
      }
    }
    for (int p = whole; p < to; p++) {
      int width = panels.packedWidth(p) * L;
      int at = packedAt + panels.offset(p, blocks);
      int first = panels.first(p) * L;
      Arrays.fill(packed, at, at + blocks * BLOCK * width, 0);
      int next = at + panels.lead(p);
      for (int i = 0; i < k; i++) {
        int row = weightAt + first + i * rowStride;
        System.arraycopy(weight, row, packed, next + i * width, columns - first);
      }
    }
  }

  private static void pairs(
      int k,
      float[] weight,
      int weightAt,
      int rowStride,
      int panels,
      float[] packed,
      int packedAt,
      int length) {
    for (int i = 0; i < k; i++) {
      int from = weightAt + i * rowStride;
      int to = packedAt + i * 2 * L;
      for (int q = 0; q < panels; q++) {
        FloatVector.fromArray(S, weight, from).intoArray(packed, to);
        FloatVector.fromArray(S, weight, from + L).intoArray(packed, to + L);
        from += 2 * L;
        to += length;
      }
    }
  }
}
