package dev.lanewise.graph;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Datum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes a graph node by node with the reference evaluations. */
public final class Interpreter {
  private Interpreter() {}

  /**
   * Computes the outputs of a graph.
   *
   * @param inputs one value per graph input
   */
  public static List<Datum> run(Graph graph, List<Datum> inputs) {
    if (inputs.size() != graph.inputs().size()) {
      throw new InvalidInputException(
          "graph '"
              + graph.name()
              + "' has "
              + graph.inputs().size()
              + " inputs, got "
              + inputs.size());
    }
    Map<Value, Datum> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), inputs.get(i));
    }
    for (Node node : graph.nodes()) {
      List<@Nullable Datum> arguments = new ArrayList<>();
      for (Value v : node.inputs()) {
        arguments.add(v == null ? null : get(values, v));
      }
      List<Datum> results = new Evaluation(node, arguments, Interpreter::run).evaluate();
      for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
        values.put(node.output(i), results.get(i));
      }
    }
    List<Datum> outputs = new ArrayList<>();
    for (Value v : graph.outputs()) {
      outputs.add(get(values, v));
    }
    return outputs;
  }

  private static Datum get(Map<Value, Datum> values, Value v) {
    Datum d = v.constant() != null ? v.constant() : values.get(v);
    if (d == null) {
      throw new IllegalStateException("value '" + v.name() + "' was not computed");
    }
    return d;
  }
}
