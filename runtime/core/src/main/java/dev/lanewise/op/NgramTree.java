package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * N-grams as a tree over the places of their items in a pool. Node 0 is the root. Immutable once
 * built; looking up allocates nothing.
 */
final class NgramTree {
  private final Map<Long, Integer> building = new HashMap<>();
  private int[] ngrams = {-1};
  private int count = 1;
  private KeyTable edges = new KeyTable(Tensor.of(Shape.of(0), new long[0]));
  private int[] children = {};

  /** Adds an n-gram; of equal ones the last one counts. */
  void add(int[] items, int from, int length, int ngram) {
    int node = 0;
    for (int i = from; i < from + length; i++) {
      long edge = (long) node << 32 | items[i];
      Integer child = building.get(edge);
      if (child == null) {
        child = count++;
        building.put(edge, child);
        ngrams = Arrays.copyOf(ngrams, Math.max(count, ngrams.length));
        ngrams[child] = -1;
      }
      node = child;
    }
    ngrams[node] = ngram;
  }

  /** Ends building. */
  NgramTree build() {
    long[] keys = building.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    edges = new KeyTable(Tensor.of(Shape.of(keys.length), keys));
    children = Arrays.stream(keys).mapToInt(building::get).toArray();
    building.clear();
    return this;
  }

  /** The child of a node for an item, −1 if there is none. */
  int child(int node, int item) {
    int at = item < 0 ? -1 : edges.find((long) node << 32 | item);
    return at < 0 ? -1 : children[at];
  }

  /** The n-gram that ends at a node, −1 if none does. */
  int ngram(int node) {
    return ngrams[node];
  }
}
