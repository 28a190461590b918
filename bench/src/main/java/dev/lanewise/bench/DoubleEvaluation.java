package dev.lanewise.bench;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Computes a graph with the reference evaluations of its operators in double precision: every
 * floating-point tensor becomes one of DOUBLE, constants included. An operator that does not admit
 * DOUBLE is computed in the type it has in the graph.
 */
final class DoubleEvaluation {
  private final Set<String> narrow = new TreeSet<>();

  /** Operators that were computed in the precision of the graph. */
  Set<String> narrow() {
    return narrow;
  }

  /** The outputs of a graph. */
  List<Datum> run(Graph graph, List<Datum> inputs) {
    Map<Value, Datum> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), promoted(inputs.get(i)));
    }
    for (Node node : graph.nodes()) {
      List<@Nullable Datum> arguments = new ArrayList<>();
      for (Value v : node.inputs()) {
        arguments.add(v == null ? null : value(values, v));
      }
      List<Datum> results = evaluate(node, arguments);
      for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
        values.put(node.output(i), promoted(results.get(i)));
      }
    }
    return graph.outputs().stream().map(v -> value(values, v)).toList();
  }

  private static Datum value(Map<Value, Datum> values, Value v) {
    Tensor constant = v.constant();
    return constant != null ? promoted(constant) : Objects.requireNonNull(values.get(v));
  }

  private List<Datum> evaluate(Node node, List<@Nullable Datum> arguments) {
    try {
      return new Evaluation(node, arguments, this::run).evaluate();
    } catch (RuntimeException e) {
      narrow.add(node.op().name());
      List<@Nullable Datum> given = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        given.add(asDeclared(arguments.get(i), node.input(i)));
      }
      return new Evaluation(node, given, this::run).evaluate();
    }
  }

  private static Datum promoted(Datum d) {
    return d instanceof Tensor t && t.dtype().isFloating() && t.dtype() != DType.DOUBLE
        ? Tensor.of(DType.DOUBLE, t.shape(), t.toDoubles())
        : d;
  }

  private static @Nullable Datum asDeclared(@Nullable Datum d, @Nullable Value v) {
    return d instanceof Tensor t
            && v != null
            && v.type() instanceof TensorType type
            && type.dtype().isFloating()
            && type.dtype() != t.dtype()
        ? Tensor.of(type.dtype(), t.shape(), Elements.fromDoubles(type.dtype(), t.toDoubles()))
        : d;
  }
}
