package dev.lanewise.bench;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model whose weights are inputs, so that nothing is done with them beforehand.
 *
 * @param graph the graph
 * @param weights values of its last inputs
 */
record GivenWeights(Graph graph, List<Datum> weights) {
  /** Makes inputs of all constants of FLOAT with dimensions. */
  static GivenWeights of(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    for (Value v : graph.inputs()) {
      mapped.put(v, builder.input(v.name(), v.type()));
    }
    List<Datum> weights = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<@Nullable Value> arguments = new ArrayList<>();
      for (Value v : node.inputs()) {
        Tensor constant = v == null ? null : v.constant();
        if (v != null && constant != null && isWeight(constant) && !mapped.containsKey(v)) {
          mapped.put(v, builder.input(v.name(), constant.type()));
          weights.add(constant);
        }
        arguments.add(v == null ? null : mapped.getOrDefault(v, v));
      }
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> outputs = builder.add(node.name(), node.op(), arguments, names);
      for (int o = 0; o < names.size(); o++) {
        mapped.put(node.output(o), outputs.get(o));
      }
    }
    graph.outputs().forEach(v -> builder.output(Objects.requireNonNull(mapped.get(v))));
    return new GivenWeights(builder.build(), weights);
  }

  private static boolean isWeight(Tensor constant) {
    return constant.dtype() == DType.FLOAT && constant.shape().rank() > 0;
  }
}
