package dev.lanewise.layers;

import dev.lanewise.layers.CallSite.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts calls so that each comes after those whose outputs it reads. */
final class CallOrder {
  private record Key(String layer, int node) {}

  private CallOrder() {}

  /**
   * The calls in an order in which they can be made.
   *
   * @throws dev.lanewise.error.ModelFormatException if a call reads what there is not, or waits for
   *     itself
   */
  static List<CallSite> sort(
      Config model, Map<String, Layer> layers, List<Ref> inputs, List<CallSite> calls) {
    Set<Key> known = new HashSet<>();
    inputs.forEach(ref -> known.add(key(ref)));
    calls.forEach(call -> known.add(new Key(call.layer(), call.node())));
    Map<Key, List<CallSite>> readers = new HashMap<>();
    Map<CallSite, Integer> waiting = new HashMap<>();
    Deque<Key> ready = new ArrayDeque<>();
    List<CallSite> sorted = new ArrayList<>();
    inputs.forEach(ref -> ready.add(key(ref)));
    for (CallSite call : calls) {
      Set<Key> reads = new HashSet<>();
      for (Ref ref : call.reads()) {
        if (!layers.containsKey(ref.layer()) || !known.contains(key(ref))) {
          throw model.fail(
              "layer '"
                  + call.layer()
                  + "' reads call "
                  + ref.node()
                  + " of '"
                  + ref.layer()
                  + "', which does not exist");
        }
        reads.add(key(ref));
      }
      reads.forEach(key -> readers.computeIfAbsent(key, k -> new ArrayList<>()).add(call));
      waiting.put(call, reads.size());
      if (reads.isEmpty()) {
        sorted.add(call);
        ready.add(new Key(call.layer(), call.node()));
      }
    }
    while (!ready.isEmpty()) {
      for (CallSite call : readers.getOrDefault(ready.remove(), List.of())) {
        if (waiting.merge(call, -1, Integer::sum) == 0) {
          sorted.add(call);
          ready.add(new Key(call.layer(), call.node()));
        }
      }
    }
    if (sorted.size() != calls.size()) {
      Set<CallSite> left = new HashSet<>(calls);
      sorted.forEach(left::remove);
      throw model.fail("layer '" + left.iterator().next().layer() + "' waits for its own output");
    }
    return sorted;
  }

  private static Key key(Ref ref) {
    return new Key(ref.layer(), ref.node());
  }
}
