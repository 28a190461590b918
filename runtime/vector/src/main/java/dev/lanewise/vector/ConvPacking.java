package dev.lanewise.vector;

import dev.lanewise.kernel.Packing;

/**
 * Weights {@code [groups · channels, inputs, taps]} of a convolution, packed group by group.
 *
 * @param groups groups of channels
 * @param channels output channels of a group
 * @param inputs input channels of a group
 * @param taps kernel elements
 * @param panels how a group's output channels are cut
 */
record ConvPacking(int groups, int channels, int inputs, int taps, Panels panels)
    implements Packing {
  private int groupLength() {
    return panels.length(Blocking.ceil(inputs, Tiles.BLOCK) * taps);
  }

  @Override
  public int length() {
    return Math.multiplyExact(groups, groupLength());
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    int rowStride = inputs * taps;
    for (int g = 0; g < groups; g++) {
      for (int p = 0; p < panels.count(); p++) {
        PanelPacker.rows(
            panels,
            p,
            channels,
            inputs,
            taps,
            weight,
            weightAt + g * channels * rowStride,
            rowStride,
            packed,
            packedAt + g * groupLength());
      }
    }
  }
}
