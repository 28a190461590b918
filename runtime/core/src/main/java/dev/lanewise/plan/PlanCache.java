package dev.lanewise.plan;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plans of one graph for the input types seen lately; finding one allocates nothing. */
public final class PlanCache {
  private record Entry(Type[] types, Executable plan) {
    boolean fits(Datum[] inputs) {
      for (int i = 0; i < types.length; i++) {
        Datum d = inputs[i];
        if (d instanceof Tensor t && types[i] instanceof TensorType type) {
          if (t.dtype() != type.dtype() || !t.shape().equals(type.shape())) {
            return false;
          }
        } else if (!types[i].equals(d.type())) {
          return false;
        }
      }
      return true;
    }
  }

  private final Compiler compiler;
  private final Graph graph;
  private volatile Entry[] entries = {};

  /** An empty cache for a graph whose shape-independent passes are done. */
  public PlanCache(Compiler compiler, Graph graph) {
    this.compiler = compiler;
    this.graph = graph;
  }

  /**
   * The plan for values of these types, compiled if it is not there.
   *
   * @throws InvalidInputException if the values do not fit the graph's inputs
   */
  public Executable plan(Datum[] inputs) {
    for (Entry e : entries) {
      if (e.fits(inputs)) {
        return e.plan;
      }
    }
    return compile(inputs);
  }

  private synchronized Executable compile(Datum[] inputs) {
    Entry[] seen = entries;
    for (Entry e : seen) {
      if (e.fits(inputs)) {
        return e.plan;
      }
    }
    List<Value> declared = graph.inputs();
    Type[] types = new Type[inputs.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = inputs[i].type();
      requireFit(declared.get(i), inputs[i]);
    }
    Executable plan = compiler.compile(graph, Arrays.asList(types));
    int kept = Math.min(seen.length, Math.max(0, compiler.options().cachedPlans() - 1));
    Entry[] next = new Entry[kept + 1];
    next[0] = new Entry(types, plan);
    System.arraycopy(seen, 0, next, 1, kept);
    entries = next;
    return plan;
  }

  /**
   * Checks one input.
   *
   * @throws InvalidInputException that names the input, what was expected and what was given
   */
  public static void requireFit(Value declared, @Nullable Datum given) {
    Datum d =
        Objects.requireNonNullElseGet(
            given,
            () -> {
              throw new InvalidInputException("input '" + declared.name() + "' is missing");
            });
    if (declared.type() instanceof TensorType wanted) {
      Shape shape = wanted.shape();
      if (d instanceof Tensor t
          && t.dtype() == wanted.dtype()
          && (shape == null || shape.admits(t.shape()))) {
        return;
      }
    } else if (declared.type().getClass() == d.type().getClass()) {
      return;
    }
    throw new InvalidInputException(
        "input '" + declared.name() + "' must be " + declared.type() + ", but is " + d.type());
  }
}
