package dev.lanewise.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link Move#mix} makes of one channel block, or of what others have left of it.
 *
 * @param blocks numbers of the blocks that are read, at most {@link Move#MIXED}
 * @param lanes for each of them and each lane of the result, its lane that it is, or −1
 * @param keeps whether lanes that come from nowhere stay as they are
 */
public record BlockMix(int[] blocks, int[][] lanes, boolean keeps) {
  /**
   * The mixes that make one block, one after the other.
   *
   * @param places for each lane of the block where it comes from, {@code number · block + lane}, or
   *     −1 for a lane that is to be 0
   */
  public static List<BlockMix> of(int[] places) {
    int block = places.length;
    List<Integer> numbers = new ArrayList<>();
    List<int[]> lanes = new ArrayList<>();
    for (int i = 0; i < block; i++) {
      if (places[i] >= 0) {
        int s = numbers.indexOf(places[i] / block);
        if (s < 0) {
          s = numbers.size();
          int[] none = new int[block];
          Arrays.fill(none, -1);
          numbers.add(places[i] / block);
          lanes.add(none);
        }
        lanes.get(s)[i] = places[i] % block;
      }
    }
    List<BlockMix> mixes = new ArrayList<>();
    for (int s = 0; s == 0 || s < numbers.size(); s += Move.MIXED) {
      int end = Math.min(numbers.size(), s + Move.MIXED);
      int[] blocks = numbers.subList(s, end).stream().mapToInt(n -> n).toArray();
      mixes.add(new BlockMix(blocks, lanes.subList(s, end).toArray(new int[0][]), s > 0));
    }
    return mixes;
  }

  /** Number of the block that source i reads; any block if there are not so many sources. */
  public int source(int i) {
    return blocks.length == 0 ? 0 : blocks[Math.min(i, blocks.length - 1)];
  }
}
