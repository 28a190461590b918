package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a model gets when its functions are expanded, found without expanding them: functions
 * that call each other twice in a row of forty make a trillion nodes.
 */
final class ExpansionCheck {
  private record Extent(long nodes, int depth) {}

  private final Map<FunctionKey, Message> functions;
  private final LoadLimits limits;
  private final Map<FunctionKey, @Nullable Extent> measured = new HashMap<>();

  ExpansionCheck(Map<FunctionKey, Message> functions, LoadLimits limits) {
    this.functions = functions;
    this.limits = limits;
  }

  /**
   * Checks a model's graph.
   *
   * @throws ModelFormatException if a function calls itself, or if the limits on nodes or on depth
   *     are exceeded
   */
  void check(Message graph) {
    measure(graph.messages(OnnxSchema.GRAPH_NODE), 0);
  }

  private Extent measure(List<Message> protos, int level) {
    long nodes = 0;
    int depth = 0;
    for (Message proto : protos) {
      nodes++;
      FunctionKey key = FunctionKey.called(proto);
      Message function = functions.get(key);
      if (function != null) {
        Extent body = measure(key, function, level + 1);
        nodes += body.nodes;
        depth = Math.max(depth, body.depth + 1);
      }
      for (Message attribute : proto.messages(OnnxSchema.NODE_ATTRIBUTE)) {
        for (Message graph : MessageAttributes.graphs(attribute)) {
          Extent body = measure(graph.messages(OnnxSchema.GRAPH_NODE), level + 1);
          nodes += body.nodes;
          depth = Math.max(depth, body.depth + 1);
        }
      }
      if (nodes > limits.nodes()) {
        throw new ModelFormatException(
            "the model has more than "
                + limits.nodes()
                + " nodes with its functions expanded, which is the limit");
      }
      if (level + depth > limits.depth()) {
        throw new ModelFormatException(
            "node '"
                + NodeReader.label(proto)
                + "' is nested deeper than "
                + limits.depth()
                + " levels, which is the limit");
      }
    }
    return new Extent(nodes, depth);
  }

  private Extent measure(FunctionKey key, Message function, int level) {
    Extent known = measured.get(key);
    if (known != null) {
      return known;
    }
    if (measured.containsKey(key)) {
      throw new ModelFormatException("function '" + key.name() + "' calls itself");
    }
    if (level > limits.depth()) {
      throw new ModelFormatException(
          "calls of function '"
              + key.name()
              + "' are nested deeper than "
              + limits.depth()
              + " levels, which is the limit");
    }
    measured.put(key, null);
    Extent extent = measure(function.messages(OnnxSchema.FUNCTION_NODE), level);
    measured.put(key, extent);
    return extent;
  }
}
