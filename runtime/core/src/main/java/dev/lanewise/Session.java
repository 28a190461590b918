package dev.lanewise;

import dev.lanewise.error.CancelledException;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.plan.Executable;
import dev.lanewise.plan.PackedWeights;
import dev.lanewise.plan.PlanCache;
import dev.lanewise.plan.PlanSummary;
import dev.lanewise.plan.StepListener;
import dev.lanewise.plan.Teams;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model. Thread-safe: any number of platform or virtual threads may run it at once, and
 * every answer is bit-identical to that of a single-threaded run on the same kernels.
 *
 * <p>A plan is compiled when input shapes are seen for the first time. Interrupting a thread ends
 * its run between two steps with {@link CancelledException}.
 */
public final class Session implements AutoCloseable {
  /**
   * What a session runs on.
   *
   * @param name back end, {@code scalar} or {@code vector}
   * @param lanes floats one instruction works on
   * @param threads threads one run may use
   */
  public record Kernels(String name, int lanes, int threads) {
    @Override
    public String toString() {
      return name
          + " kernels, "
          + lanes
          + (lanes == 1 ? " lane, " : " lanes, ")
          + threads
          + (threads == 1 ? " thread" : " threads");
    }
  }

  /** How far the plans of a session are prepared for their steady speed. */
  public enum Warmth {
    /** There is none yet, or one that was not warmed up, or not for long enough. */
    COLD,
    /** One is being warmed up. */
    WARMING,
    /** All have been warmed up until their time stopped falling. */
    WARM
  }

  private final Model model;
  private final Graph graph;
  private final SessionOptions options;
  private final Programs programs;
  private final Teams.Lease team;
  private volatile boolean closed;

  Session(Model model, Graph graph, PackedWeights weights, SessionOptions options) {
    this.model = model;
    this.graph = graph;
    this.options = options;
    this.team = Teams.lease(options.threads(), options.executor());
    this.programs = new Programs(graph, weights, options, team.team());
    if (options.warmUp() == WarmUp.BLOCKING) {
      warmUpOnZeros();
    }
  }

  private void warmUpOnZeros() {
    Datum[] zeros = programs.zeros();
    if (zeros == null) {
      return;
    }
    try {
      programs.plan(zeros);
    } catch (InvalidInputException e) {
      Log.debug("zeros do not fit; the first inputs warm up", e);
    }
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /** What this session runs on now; with {@link WarmUp#BACKGROUND} that may change once. */
  public Kernels kernels() {
    KernelSet kernels = programs.kernels();
    return new Kernels(kernels.name(), kernels.lanes(), options.threads());
  }

  /**
   * Runs the model on named inputs.
   *
   * @return the outputs by name, in the model's order
   * @throws InvalidInputException if an input is missing, unknown, or of another type or shape
   */
  public Map<String, Datum> run(Map<String, ? extends Datum> inputs) {
    List<Value> declared = graph.inputs();
    Datum[] arguments = new Datum[declared.size()];
    for (int i = 0; i < arguments.length; i++) {
      Value v = declared.get(i);
      Datum given = inputs.get(v.name());
      PlanCache.requireFit(v, given);
      arguments[i] = Objects.requireNonNull(given);
    }
    if (inputs.size() > arguments.length) {
      List<String> names = declared.stream().map(Value::name).collect(Collectors.toList());
      for (String name : inputs.keySet()) {
        if (!names.contains(name)) {
          throw new InvalidInputException(
              "the model has no input '" + name + "'; its inputs are " + names);
        }
      }
    }
    @Nullable Datum[] results = new Datum[graph.outputs().size()];
    run(arguments, results);
    Map<String, Datum> outputs = new LinkedHashMap<>();
    for (int o = 0; o < results.length; o++) {
      Datum d = results[o];
      if (d != null) {
        outputs.put(graph.outputs().get(o).name(), d);
      }
    }
    return outputs;
  }

  /**
   * Runs a model that has one input and one output, both tensors.
   *
   * @throws InvalidInputException if the model has more, or the input does not fit
   */
  public Tensor run(Tensor input) {
    if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
      throw new InvalidInputException(
          "the model has "
              + graph.inputs().size()
              + " inputs and "
              + graph.outputs().size()
              + " outputs; name them");
    }
    Datum[] inputs = {input};
    @Nullable Datum[] outputs = {null};
    run(inputs, outputs);
    if (outputs[0] instanceof Tensor t) {
      return t;
    }
    throw new InvalidInputException("the model's output is no tensor; ask for it by name");
  }

  /**
   * Runs the model on inputs in its order. Allocates nothing if the shapes have been seen before
   * and the caller brings all output tensors.
   *
   * @param inputs one value per input
   * @param outputs one entry per output: a tensor of the output's type and shape to be written, or
   *     null, which is replaced by a new value
   * @throws InvalidInputException if a value does not fit
   */
  public void run(Datum[] inputs, @Nullable Datum[] outputs) {
    check(inputs, outputs);
    programs.run(inputs, outputs, team.team());
  }

  /**
   * The same as {@link #run(Datum[], Datum[])}, telling a listener about every step. Without a
   * listener nothing is measured and nothing costs time.
   */
  public void run(Datum[] inputs, @Nullable Datum[] outputs, StepListener listener) {
    check(inputs, outputs);
    programs.plan(inputs).run(inputs, outputs, team.team(), listener);
  }

  /**
   * Warms up for inputs of the declared shapes: afterwards a run is as fast as it will ever be. It
   * runs on zeros; where shapes are not declared use {@link #warmUp(Datum[])}.
   *
   * @return whether runs have stopped getting faster; false if the limit of the options came first
   * @throws InvalidInputException if an input has dimensions that a caller may choose
   */
  public boolean warmUp() {
    Datum[] zeros = programs.zeros();
    if (zeros == null) {
      throw new InvalidInputException(
          "the shapes of the inputs are not known: "
              + graph.inputs()
              + "; give warmUp inputs of the shapes that will come");
    }
    return warmUp(zeros);
  }

  /**
   * Warms up for inputs of given shapes, in the caller's thread and those of the session. Other
   * threads may run the model meanwhile. With {@link WarmUp#BACKGROUND} what is warmed answers from
   * then on.
   *
   * @param inputs one value per input; they should be like those that will come, and are only read
   * @return whether runs have stopped getting faster; false if the limit of the options came first
   * @throws InvalidInputException if a value does not fit
   */
  public boolean warmUp(Datum[] inputs) {
    check(inputs, new Datum[graph.outputs().size()]);
    return programs.warmUp(inputs, team.team());
  }

  /** How warm the plans are that answer now. */
  public Warmth warmth() {
    return programs.warmth();
  }

  private void check(Datum[] inputs, @Nullable Datum[] outputs) {
    if (closed) {
      throw new CancelledException("the session is closed");
    }
    if (inputs.length != graph.inputs().size() || outputs.length != graph.outputs().size()) {
      throw new InvalidInputException(
          "the model has "
              + graph.inputs().size()
              + " inputs and "
              + graph.outputs().size()
              + " outputs, got arrays of "
              + inputs.length
              + " and "
              + outputs.length);
    }
  }

  /** What the plan for inputs like these consists of. */
  public PlanSummary planSummary(Datum[] inputs) {
    return programs.plan(inputs).summary();
  }

  /** The plan for inputs like these, for people: one line per step. */
  public String describePlan(Datum[] inputs) {
    Executable plan = programs.plan(inputs);
    return plan.describe();
  }

  /** Ends the session's own threads; runs that have begun are not ended. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      programs.close();
      team.close();
    }
  }
}
