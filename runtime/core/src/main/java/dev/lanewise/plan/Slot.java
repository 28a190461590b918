package dev.lanewise.plan;

import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Storage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Memory that is live from one node to another, and the places that share it. */
final class Slot {
  /** Bank of a slot that the memory planner has to place. */
  static final int ARENA = -1;

  final Storage storage;
  final int length;
  final int first;
  private final Map<Ref, Integer> refs = new LinkedHashMap<>();
  int last;
  int bank = ARENA;
  int offset;

  Slot(Storage storage, int length, int first, int last) {
    this.storage = storage;
    this.length = length;
    this.first = first;
    this.last = last;
  }

  /** A new place for elements of the slot, from one of them on. */
  Ref ref(int from, int elements) {
    Ref ref = new Ref(storage, elements);
    refs.put(ref, from);
    return ref;
  }

  /** Tells all places where they are, once the slot has its bank and offset. */
  void place() {
    refs.forEach((ref, from) -> ref.place(bank, offset + from));
  }

  boolean overlapsInTime(Slot other) {
    return first <= other.last && other.first <= last;
  }
}
