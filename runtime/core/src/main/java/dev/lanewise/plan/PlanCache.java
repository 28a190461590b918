package dev.lanewise.plan;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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

  /** What is done with a plan before others see it. */
  public interface Preparation {
    /**
     * Prepares a plan.
     *
     * @param inputs the values it was compiled for
     */
    void prepare(Executable plan, Datum[] inputs);
  }

  private final Compiler compiler;
  private final Graph graph;
  private final Preparation preparation;
  private volatile Entry[] entries = {};

  /** An empty cache for a graph whose shape-independent passes are done. */
  public PlanCache(Compiler compiler, Graph graph) {
    this(compiler, graph, (plan, inputs) -> {});
  }

  /**
   * The same with something to be done with a new plan, by the thread that asks for it first;
   * others that ask for a plan that is not there wait.
   */
  public PlanCache(Compiler compiler, Graph graph, Preparation preparation) {
    this.compiler = compiler;
    this.graph = graph;
    this.preparation = preparation;
  }

  /** The kernels plans are made for. */
  public KernelSet kernels() {
    return compiler.options().kernels();
  }

  /** The input types of the plans that are kept, the newest first. */
  public List<List<Type>> types() {
    return Arrays.stream(entries).map(e -> List.of(e.types)).collect(Collectors.toList());
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
    preparation.prepare(plan, inputs);
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
