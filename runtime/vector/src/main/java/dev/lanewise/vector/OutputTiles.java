package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Packing;

/**
 * How the output channels of a {@link PlaneConv} are cut into tiles of {@link PlaneTiles}: of 4 to
 * 6 channels, about equal, or one by one if there are fewer than 3. Of 3 and of 7 channels, the
 * last tile computes one more, whose weights are 0.
 *
 * @param channels how many
 */
record OutputTiles(int channels) {
  private static final int LARGEST = 6;
  private static final int SMALLEST = 4;

  /** Whether channels are computed one by one. */
  boolean isSingle() {
    return channels < SMALLEST - 1;
  }

  /** Number of tiles. */
  int count() {
    return isSingle() ? channels : Blocking.ceil(channels, LARGEST);
  }

  /** Channels of a tile. */
  int size(int tile) {
    int size = channels / count() + (tile < channels % count() ? 1 : 0);
    return isSingle() ? size : Math.max(SMALLEST, size);
  }

  /** First channel of a tile. */
  int first(int tile) {
    return tile * (channels / count()) + Math.min(tile, channels % count());
  }

  /** Channels that are computed. */
  int computed() {
    return first(count() - 1) + size(count() - 1);
  }

  /** Pixels of a tile. */
  int pixels() {
    return isSingle() ? 12 * L : 2 * L;
  }

  /** Cycles of one vector of multiply-adds, from what {@link PlaneTiles} reach. */
  double cycles() {
    return isSingle() ? 0.9 : 0.55;
  }

  /** Weights {@code [tile][input][tap][channel]}. */
  Packing packing(int inputs, int taps) {
    return new Weights(this, inputs * taps);
  }

  private record Weights(OutputTiles tiles, int elements) implements Packing {
    @Override
    public int length() {
      return Math.multiplyExact(tiles.computed(), elements);
    }

    @Override
    public boolean isRaw() {
      return tiles.isSingle();
    }

    @Override
    public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
      int to = packedAt;
      for (int t = 0; t < tiles.count(); t++) {
        for (int k = 0; k < elements; k++) {
          for (int c = tiles.first(t); c < tiles.first(t) + tiles.size(t); c++) {
            packed[to++] = c < tiles.channels ? weight[weightAt + c * elements + k] : 0;
          }
        }
      }
    }
  }
}
