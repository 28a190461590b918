package dev.lanewise.op;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types that go into and come out of the subgraphs of control-flow operators. */
final class Subgraphs {
  private Subgraphs() {}

  /** Types of the outputs as inferred from the inputs that the graph declares. */
  static List<Type> outputTypes(Graph graph) {
    return graph.outputs().stream().map(Value::type).collect(Collectors.toList());
  }

  /**
   * Types of the outputs for given types of the inputs. Those that follow from the declared inputs
   * where a node does not admit the given ones: it may be one that never runs.
   */
  static List<Type> outputTypes(Graph graph, List<Type> inputs) {
    try {
      return outputTypes(Rewriter.rewrite(graph, inputs, (node, rewriter) -> false));
    } catch (ModelFormatException e) {
      return outputTypes(graph);
    }
  }

  /**
   * Types of the outputs of a body that hold in every round, for given types of the inputs in the
   * first one.
   *
   * @param firstInput input that takes the first carried value
   * @param firstOutput output that gives the first carried value
   * @param carried number of carried values
   */
  static List<Type> loopTypes(
      Graph body, List<Type> inputs, int firstInput, int firstOutput, int carried) {
    List<Type> wider = new ArrayList<>(inputs);
    // A nested body is inferred once per round of this loop, so that the depth must not multiply.
    int attempts = isNested(body) ? 1 : 3;
    for (int attempt = 0; attempt < attempts; attempt++) {
      List<Type> results = outputTypes(body, wider);
      boolean stable = true;
      for (int i = 0; i < carried; i++) {
        Type before = wider.get(firstInput + i);
        Type after = results.get(firstOutput + i);
        if (before instanceof OptionalType != after instanceof OptionalType) {
          return outputTypes(body);
        }
        wider.set(firstInput + i, union(before, after));
        stable &= before.equals(wider.get(firstInput + i));
      }
      if (stable) {
        return results;
      }
    }
    return outputTypes(body);
  }

  private static boolean isNested(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(
            n ->
                n.op() instanceof If
                    || n.op() instanceof Loop
                    || n.op() instanceof Scan
                    || n.op() instanceof SequenceMap);
  }

  /** Types of the inputs of a node from {@code first} on, which all must be given. */
  static List<Type> typesFrom(Inference in, int first) {
    List<Type> types = new ArrayList<>();
    for (int i = first; i < in.inputs(); i++) {
      types.add(in.type(i));
    }
    return types;
  }

  /** Whether equal inputs give equal outputs. */
  static boolean isPure(Graph graph) {
    return graph.nodes().stream().allMatch(n -> n.op().isPure());
  }

  /**
   * The most precise type that admits every value of two types.
   *
   * @throws IllegalArgumentException if they differ in more than shapes
   */
  static Type union(Type a, Type b) {
    if (a instanceof TensorType s && b instanceof TensorType t && s.dtype() == t.dtype()) {
      return new TensorType(s.dtype(), union(s.shape(), t.shape()));
    }
    if (a instanceof SequenceType s && b instanceof SequenceType t) {
      return new SequenceType(union(s.element(), t.element()));
    }
    if (a instanceof OptionalType s && b instanceof OptionalType t) {
      return new OptionalType(union(s.element(), t.element()));
    }
    if (a instanceof MapType s && b instanceof MapType t && s.key() == t.key()) {
      return new MapType(s.key(), union(s.value(), t.value()));
    }
    throw new IllegalArgumentException("a value cannot be both " + a + " and " + b);
  }

  private static @Nullable Shape union(@Nullable Shape a, @Nullable Shape b) {
    if (a == null || b == null || a.rank() != b.rank()) {
      return null;
    }
    Shape y = Shape.SCALAR;
    for (int i = 0; i < a.rank(); i++) {
      Shape dim = a.slice(i, i + 1);
      y = y.concat(dim.equals(b.slice(i, i + 1)) ? dim : Shape.of(Shape.UNKNOWN));
    }
    return y;
  }

  /** The type with nothing known of the shapes of tensors in it. */
  static Type anyShape(Type type) {
    if (type instanceof TensorType t) {
      return new TensorType(t.dtype(), null);
    }
    if (type instanceof SequenceType s) {
      return new SequenceType(anyShape(s.element()));
    }
    if (type instanceof OptionalType o) {
      return new OptionalType(anyShape(o.element()));
    }
    MapType m = (MapType) type;
    return new MapType(m.key(), anyShape(m.value()));
  }
}
