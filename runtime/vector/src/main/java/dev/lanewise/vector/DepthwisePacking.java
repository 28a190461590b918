package dev.lanewise.vector;

import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Weights {@code [channels][taps]} as {@code [channel block][tap][8]}; what fills up the last block
 * is 0.
 *
 * @param channels channels
 * @param taps taps of a channel
 */
record DepthwisePacking(int channels, int taps) implements Packing {
  private static final int BLOCK = Tiles.BLOCK;

  @Override
  public int length() {
    return (channels + BLOCK - 1) / BLOCK * taps * BLOCK;
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Arrays.fill(packed, packedAt, packedAt + length(), 0);
    for (int c = 0; c < channels; c++) {
      int to = packedAt + c / BLOCK * taps * BLOCK + c % BLOCK;
      for (int t = 0; t < taps; t++) {
        packed[to + t * BLOCK] = weight[weightAt + c * taps + t];
      }
    }
  }
}
