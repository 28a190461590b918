package dev.lanewise.plan;

import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Storage;
import java.util.ArrayList;
import java.util.List;

/** Memory that is live from one node to another, and the places that share it. */
final class Slot {
  /** Bank of a slot that the memory planner has to place. */
  static final int ARENA = -1;

  final Storage storage;
  final int length;
  final int first;
  final List<Ref> refs = new ArrayList<>();
  int last;
  int bank = ARENA;
  int offset;

  Slot(Storage storage, int length, int first, int last) {
    this.storage = storage;
    this.length = length;
    this.first = first;
    this.last = last;
  }

  /** A new place for the whole slot. */
  Ref ref() {
    return ref(length);
  }

  /** A new place for the first elements of the slot. */
  Ref ref(int elements) {
    Ref ref = new Ref(storage, elements);
    refs.add(ref);
    return ref;
  }

  boolean overlapsInTime(Slot other) {
    return first <= other.last && other.first <= last;
  }
}
