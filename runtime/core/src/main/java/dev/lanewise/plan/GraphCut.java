package dev.lanewise.plan;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A graph cut where shapes begin to depend on data.
 *
 * @param whole the graph
 * @param head the nodes whose shapes are known, with the same inputs
 * @param headOutputs values of the whole graph that the head gives, in the order of its outputs
 * @param deciding nodes that read only known shapes and whose results decide shapes
 * @param tail all other nodes
 * @param tailInputs values of the whole graph that the tail reads, in the order of its inputs
 */
record GraphCut(
    Graph whole,
    Graph head,
    List<Value> headOutputs,
    List<Node> deciding,
    Graph tail,
    List<Value> tailInputs) {

  /** The cut of a graph, or null if all its shapes are known. */
  static @Nullable GraphCut of(Graph graph) {
    Set<Value> known = new HashSet<>(graph.inputs());
    List<Node> head = new ArrayList<>();
    List<Node> deciding = new ArrayList<>();
    List<Node> tail = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean ready = node.inputs().stream().allMatch(v -> v == null || isKnown(v, known));
      if (!ready) {
        tail.add(node);
      } else if (node.outputs().stream().allMatch(GraphCut::hasKnownShape)) {
        head.add(node);
        known.addAll(node.outputs());
      } else {
        deciding.add(node);
      }
    }
    if (deciding.isEmpty()) {
      return null;
    }
    Set<Value> headValues = valuesOf(head);
    Set<Value> beyondHead = new LinkedHashSet<>(graph.outputs());
    deciding.forEach(n -> n.inputs().stream().filter(v -> v != null).forEach(beyondHead::add));
    Set<Value> tailReads = new LinkedHashSet<>(graph.outputs());
    tail.forEach(n -> n.inputs().stream().filter(v -> v != null).forEach(tailReads::add));
    beyondHead.addAll(tailReads);
    List<Value> headOutputs =
        beyondHead.stream().filter(headValues::contains).collect(Collectors.toList());
    Set<Value> tailValues = valuesOf(tail);
    List<Value> tailInputs =
        tailReads.stream()
            .filter(v -> v.constant() == null && !tailValues.contains(v))
            .collect(Collectors.toList());
    return new GraphCut(
        graph,
        copy(graph.name() + " head", graph.inputs(), head, headOutputs),
        headOutputs,
        deciding,
        copy(graph.name() + " tail", tailInputs, tail, graph.outputs()),
        tailInputs);
  }

  private static boolean isKnown(Value v, Set<Value> known) {
    return v.constant() != null || known.contains(v);
  }

  private static boolean hasKnownShape(Value v) {
    return !(v.type() instanceof TensorType t) || t.isKnown();
  }

  private static Set<Value> valuesOf(List<Node> nodes) {
    Set<Value> values = new HashSet<>();
    nodes.forEach(n -> values.addAll(n.outputs()));
    return values;
  }

  private static Graph copy(
      String name, List<Value> inputs, List<Node> nodes, List<Value> outputs) {
    GraphBuilder builder = new GraphBuilder(name);
    Map<Value, Value> map = new HashMap<>();
    for (Value v : inputs) {
      map.put(v, builder.input(v.name(), v.type()));
    }
    for (Node node : nodes) {
      List<@Nullable Value> arguments = new ArrayList<>();
      for (Value v : node.inputs()) {
        arguments.add(v == null ? null : map.getOrDefault(v, v));
      }
      List<Value> results =
          builder.add(
              node.name(),
              node.op(),
              arguments,
              node.outputs().stream().map(Value::name).collect(Collectors.toList()));
      for (int i = 0; i < results.size(); i++) {
        map.put(node.output(i), results.get(i));
      }
    }
    for (Value v : outputs) {
      builder.output(map.getOrDefault(v, v));
    }
    return builder.build();
  }
}
