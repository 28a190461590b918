package dev.lanewise.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each slot an offset in one arena so that slots that are live at the same time do not
 * overlap: greedy by size, largest first, each at the lowest offset that is free during its life
 * (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020).
 */
final class MemoryPlanner {
  private MemoryPlanner() {}

  /**
   * Sets the offsets of slots of one storage kind.
   *
   * @param alignment offsets are multiples of it
   * @return elements of the arena
   */
  static long place(List<Slot> slots, int alignment) {
    List<Slot> order = new ArrayList<>(slots);
    order.sort(MemoryPlanner::largerOrEarlier);
    List<Slot> placed = new ArrayList<>();
    long size = 0;
    for (Slot slot : order) {
      long at = 0;
      for (Slot other : placed) {
        if (other.overlapsInTime(slot)
            && at < other.offset + (long) other.length
            && other.offset < at + slot.length) {
          at = align(other.offset + (long) other.length, alignment);
        }
      }
      size = Math.max(size, at + slot.length);
      slot.offset = (int) Math.min(at, Integer.MAX_VALUE);
      int index = placed.size();
      while (index > 0 && placed.get(index - 1).offset > slot.offset) {
        index--;
      }
      placed.add(index, slot);
    }
    return size;
  }

  private static int largerOrEarlier(Slot a, Slot b) {
    return a.length == b.length
        ? Integer.compare(a.first, b.first)
        : Integer.compare(b.length, a.length);
  }

  /**
   * The most elements that are live at the same time: no arena can be smaller.
   *
   * @param slots slots of one storage kind
   */
  static long lowerBound(List<Slot> slots) {
    long widest = 0;
    for (Slot slot : slots) {
      long live = 0;
      for (Slot other : slots) {
        if (other.first <= slot.first && slot.first <= other.last) {
          live += other.length;
        }
      }
      widest = Math.max(widest, live);
    }
    return widest;
  }

  private static long align(long at, int alignment) {
    return (at + alignment - 1) / alignment * alignment;
  }
}
