package dev.lanewise.gradient;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Segments of the way forward whose values are computed again on the way back, from those that
 * other segments gave them (Chen et al., "Training Deep Nets with Sublinear Memory Cost", 2016).
 */
final class Segments {
  private Segments() {}

  /**
   * Cuts nodes into segments whose outputs take about equal memory, where the fewest bytes cross
   * the cut.
   *
   * @param order nodes, each behind those whose outputs it reads
   * @param count segments wanted; there are fewer if there are not enough nodes
   */
  static List<List<Node>> cut(List<Node> order, int count) {
    int n = order.size();
    long[] until = new long[n + 1];
    for (int i = 0; i < n; i++) {
      until[i + 1] = until[i] + bytes(order.get(i));
    }
    long[] crossing = crossing(order);
    List<List<Node>> segments = new ArrayList<>();
    int from = 0;
    for (int k = 1; k < count; k++) {
      double low = until[n] * (k - 0.5) / count;
      double high = until[n] * (k + 0.5) / count;
      int best = -1;
      for (int i = from + 1; i < n; i++) {
        if (until[i] >= low && until[i] < high && (best < 0 || crossing[i] < crossing[best])) {
          best = i;
        }
      }
      if (best > 0) {
        segments.add(order.subList(from, best));
        from = best;
      }
    }
    segments.add(order.subList(from, n));
    return segments;
  }

  /** Bytes that are computed before each node and read by it or later. */
  private static long[] crossing(List<Node> order) {
    Map<Value, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      for (Value v : order.get(i).inputs()) {
        if (v != null) {
          lastUse.put(v, i);
        }
      }
    }
    long[] crossing = new long[order.size() + 1];
    for (int i = 0; i < order.size(); i++) {
      for (Value v : order.get(i).outputs()) {
        for (int at = i + 1; at <= lastUse.getOrDefault(v, i); at++) {
          crossing[at] += bytes(v);
        }
      }
    }
    return crossing;
  }

  private static long bytes(Node node) {
    return node.outputs().stream().mapToLong(Segments::bytes).sum();
  }

  /** Bytes of a value; 0 if they are not known. */
  private static long bytes(Value value) {
    Shape shape = value.type() instanceof TensorType t ? t.shape() : null;
    return shape != null && shape.isKnown()
        ? (long) shape.size() * ((TensorType) value.type()).dtype().storage().bytes()
        : 0;
  }

  /**
   * Adds the nodes of a segment once more. What depends on variables, and what is known of
   * derivatives, holds for their outputs as for the first ones.
   *
   * @return the new nodes, in order
   */
  static List<Node> again(
      GraphBuilder builder, List<Node> segment, Set<Value> active, Map<Value, Value> gradients) {
    Map<Value, Value> copies = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : segment) {
      nodes.add(Gradients.again(builder, node, copies));
    }
    copies.forEach(
        (first, copy) -> {
          if (active.contains(first)) {
            active.add(copy);
          }
          Value gradient = gradients.get(first);
          if (gradient != null) {
            gradients.put(copy, gradient);
          }
        });
    return nodes;
  }
}
