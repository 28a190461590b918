package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Where the channels of groups that are not whole channel blocks lie: a group uses all the blocks
 * that hold one of its channels. Weights are packed accordingly, with zeros for the channels that
 * belong to other groups.
 *
 * @param groups number of groups
 * @param inputs input channels of a group
 * @param outputs output channels of a group
 * @param taps kernel elements
 */
record UnevenGroups(int groups, int inputs, int outputs, int taps) implements Packing {
  private static final int BLOCK = Tiles.BLOCK;

  static UnevenGroups of(ConvShape s) {
    return new UnevenGroups(
        s.groups(), s.groupInChannels(), s.groupOutChannels(), s.kernelHeight() * s.kernelWidth());
  }

  /** Most channel blocks that any group of so many channels uses. */
  private int blocks(int channels) {
    int most = 0;
    for (int g = 0; g < groups; g++) {
      int first = g * channels;
      most = Math.max(most, (first + channels - 1) / BLOCK - first / BLOCK + 1);
    }
    return most;
  }

  /** Blocks of 8 of a sum. */
  int sumBlocks() {
    return blocks(inputs) * taps;
  }

  /** How the blocks that a group writes to are cut. */
  Panels panels() {
    return new Panels(blocks(outputs) * (BLOCK / L), false);
  }

  @Override
  public int length() {
    return Math.multiplyExact(groups, panels().length(sumBlocks()));
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Arrays.fill(packed, packedAt, packedAt + length(), 0);
    Panels panels = panels();
    int group = panels.length(sumBlocks());
    int from = weightAt;
    for (int output = 0; output < groups * outputs; output++) {
      int g = output / outputs;
      int place = output - g * outputs / BLOCK * BLOCK;
      int panel = place / (2 * L);
      int at =
          packedAt
              + g * group
              + panels.offset(panel, sumBlocks())
              + panels.lead(panel)
              + place % (2 * L);
      int shift = g * inputs % BLOCK;
      for (int i = shift; i < shift + inputs; i++) {
        for (int t = 0; t < taps; t++) {
          packed[at + ((i / BLOCK * taps + t) * BLOCK + i % BLOCK) * 2 * L] = weight[from++];
        }
      }
    }
  }
}
