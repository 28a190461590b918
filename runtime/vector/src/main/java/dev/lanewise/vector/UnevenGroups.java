package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Weights of groups that are not whole channel blocks. A group's input channels begin with a block
 * of their own, see {@link GroupSource}. Its output channels stand where they do in the output: a
 * group computes all the blocks that hold one of its channels, with zeros for the channels of other
 * groups.
 *
 * @param groups number of groups
 * @param inputs input channels of a group
 * @param outputs output channels of a group
 * @param taps kernel elements
 * @param pixels whether there are several pixels
 */
record UnevenGroups(int groups, int inputs, int outputs, int taps, boolean pixels)
    implements Packing {
  private static final int BLOCK = Tiles.BLOCK;

  static UnevenGroups of(ConvShape s) {
    return new UnevenGroups(
        s.groups(),
        s.groupInChannels(),
        s.groupOutChannels(),
        s.kernelHeight() * s.kernelWidth(),
        s.outPixels() > 1);
  }

  /** Blocks of 8 of a sum. */
  int sumBlocks() {
    return Blocking.ceil(inputs, BLOCK) * taps;
  }

  /** First output block that holds a channel of a group. */
  int firstBlock(int group) {
    return group * outputs / BLOCK;
  }

  /** Lane of a group's first channel in its first output block. */
  int firstLane(int group) {
    return group * outputs % BLOCK;
  }

  /** Output blocks that hold a channel of a group. */
  int blocks(int group) {
    return ((group + 1) * outputs - 1) / BLOCK - firstBlock(group) + 1;
  }

  /** How the most blocks that any group writes to are cut. */
  Panels panels() {
    int most = 0;
    for (int g = 0; g < groups; g++) {
      most = Math.max(most, blocks(g));
    }
    return new Panels(most * (BLOCK / L), pixels);
  }

  /** Floats of a group's weights. */
  int groupLength() {
    return panels().length(sumBlocks());
  }

  @Override
  public int length() {
    return Math.multiplyExact(groups, groupLength());
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    Arrays.fill(packed, packedAt, packedAt + length(), 0);
    Panels panels = panels();
    int group = groupLength();
    int from = weightAt;
    for (int output = 0; output < groups * outputs; output++) {
      int g = output / outputs;
      int place = output - firstBlock(g) * BLOCK;
      int panel = Math.min(place / (2 * L), panels.count() - 1);
      int width = panels.packedWidth(panel) * L;
      int at =
          packedAt
              + g * group
              + panels.offset(panel, sumBlocks())
              + panels.lead(panel)
              + place
              - panels.first(panel) * L;
      for (int i = 0; i < inputs; i++) {
        for (int t = 0; t < taps; t++) {
          packed[at + ((i / BLOCK * taps + t) * BLOCK + i % BLOCK) * width] = weight[from++];
        }
      }
    }
  }
}
