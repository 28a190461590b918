package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * Selects the k foremost of n keys. A key is a 64-bit number in whose signed order smaller means
 * further in front; of equal keys the one with the smaller index is in front. Reused without
 * allocating.
 */
final class TopSelection {
  private final int k;
  private final long[] keys;
  private final int[] indices;

  /** A selection of k. */
  TopSelection(int k) {
    this.k = k;
    this.keys = new long[k];
    this.indices = new int[k];
  }

  /** A key that orders numbers of a floating type, with NaN as the largest of all. */
  static long key(double value, boolean largest) {
    long bits = Double.doubleToLongBits(value == 0 ? 0 : value);
    long ascending = bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    return largest ? ~ascending : ascending;
  }

  /** A key that orders numbers of an integer type. */
  static long key(DType dtype, long value, boolean largest) {
    long ascending = dtype == DType.UINT64 ? value ^ Long.MIN_VALUE : value;
    return largest ? ~ascending : ascending;
  }

  /** Index of the i-th foremost, after {@link #sort}. */
  int index(int i) {
    return indices[i];
  }

  /** Offers a key; the first k offered fill the selection, which is a heap with its last on top. */
  void offer(long key, int index) {
    if (index < k) {
      int at = index;
      while (at > 0) {
        int parent = (at - 1) / 2;
        if (!isBehind(key, index, parent)) {
          break;
        }
        move(parent, at);
        at = parent;
      }
      keys[at] = key;
      indices[at] = index;
    } else if (key < keys[0]) {
      sink(key, index, k);
    }
  }

  /** Sorts the selection by place; it can be filled again afterwards. */
  void sort() {
    for (int size = k - 1; size > 0; size--) {
      long key = keys[size];
      int index = indices[size];
      move(0, size);
      sink(key, index, size);
    }
  }

  private boolean isBehind(long key, int index, int other) {
    return key > keys[other] || (key == keys[other] && index > indices[other]);
  }

  private void move(int from, int to) {
    keys[to] = keys[from];
    indices[to] = indices[from];
  }

  /** Puts an entry in the place of the top of the first {@code size} entries. */
  private void sink(long key, int index, int size) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBehind(keys[child + 1], indices[child + 1], child)) {
        child++;
      }
      if (isBehind(key, index, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    keys[at] = key;
    indices[at] = index;
  }
}
