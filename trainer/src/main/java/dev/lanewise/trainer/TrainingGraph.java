package dev.lanewise.trainer;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of training as a graph: forward, backward and update. Its inputs are those of the model,
 * labels, weights of the samples, random key, learning rate, number of updates, then the places of
 * the {@link #read} list; its outputs are the mean loss, the sums of the metrics, then the places
 * of the {@link #written} list.
 *
 * @param graph the graph
 * @param read variables and slots that are read, in the order of the inputs
 * @param written variables and slots that are written, in the order of the outputs
 */
record TrainingGraph(Graph graph, List<Place> read, List<Place> written) {
  /** Inputs between those of the model and the variables. */
  static final int FIXED = 5;

  /** A tensor of a variable: the value, or a slot of the optimiser. */
  record Place(Weight weight, int slot) {}

  /** Finds out which variables there are, and which of them change without gradients. */
  static void declare(
      Architecture architecture, Weights weights, long seed, List<TensorType> inputs) {
    GraphBuilder graph = new GraphBuilder("declarations");
    Tape tape = new Tape(graph, weights, seed, key(graph));
    architecture.forward(tape, inputs(graph, inputs));
  }

  private static Value key(GraphBuilder graph) {
    return graph.input("key", new TensorType(DType.INT64, Shape.of(2)));
  }

  static List<Value> inputs(GraphBuilder graph, List<TensorType> types) {
    List<Value> values = new ArrayList<>();
    for (TensorType type : types) {
      values.add(graph.input("input" + values.size(), type));
    }
    return values;
  }

  /**
   * The graph for batches of given types; all shapes are known.
   *
   * @param update whether variables are updated; else the graph gives the loss and then the
   *     derivatives with respect to the variables that are trained, in their order
   * @throws UnsupportedModelException if an operator on the way from the loss to a variable has no
   *     gradient
   */
  static TrainingGraph of(
      Architecture architecture,
      Weights weights,
      long seed,
      Objective objective,
      List<TensorType> inputs,
      TensorType labels,
      TensorType sampleWeights,
      boolean update) {
    GraphBuilder graph = new GraphBuilder("training");
    List<Value> xs = inputs(graph, inputs);
    Value ys = graph.input("labels", labels);
    Value ws = graph.input("weights", sampleWeights);
    Value key = key(graph);
    Value rate = graph.input("learning_rate", new TensorType(DType.FLOAT, Shape.SCALAR));
    Value updates = graph.input("updates", new TensorType(DType.INT64, Shape.SCALAR));
    Tape tape = new Tape(graph, weights, seed, key);
    Value predictions = architecture.forward(tape, xs);
    Value loss = objective.mean(tape, ys, predictions, ws);
    graph.output(loss);
    if (update) {
      objective.sums(tape, ys, predictions, ws).forEach(graph::output);
    }
    Places places = new Places(new ArrayList<>(), new ArrayList<>());
    Map<Weight, Value> trained = new LinkedHashMap<>();
    for (Weight weight : weights.all()) {
      Value value = tape.value(weight);
      if (value != null && value.constant() == null) {
        places.read.add(new Place(weight, 0));
        if (weight.isTrainable()) {
          trained.put(weight, value);
        }
      }
    }
    List<Value> gradients =
        gradients(tape, loss, List.copyOf(trained.values()), objective.segments());
    if (update) {
      places.update(tape, objective.optimizer(), rate, updates, trained, gradients);
    } else {
      gradients.forEach(graph::output);
    }
    return new TrainingGraph(graph.build(), places.read, places.written);
  }

  /** Places in the order in which inputs are declared and outputs are given. */
  private record Places(List<Place> read, List<Place> written) {
    /** Adds the updates of all variables, and declares the slots. */
    void update(
        Tape tape,
        Optimizer optimizer,
        Value rate,
        Value updates,
        Map<Weight, Value> trained,
        List<Value> gradients) {
      GraphBuilder graph = tape.graph();
      OptimizerUpdate op = new OptimizerUpdate(optimizer);
      Iterator<Value> limited = optimizer.clipping().apply(tape, gradients).iterator();
      trained.forEach(
          (weight, value) -> {
            List<@Nullable Value> arguments = new ArrayList<>();
            arguments.add(rate);
            arguments.add(updates);
            arguments.add(value);
            arguments.add(limited.next());
            List<String> names = new ArrayList<>(List.of("new " + weight.name()));
            written.add(new Place(weight, 0));
            for (int s = 1; s <= optimizer.slots(); s++) {
              String name = weight.name() + "#" + s;
              arguments.add(graph.input(name, weight.current(s).type()));
              read.add(new Place(weight, s));
              written.add(new Place(weight, s));
              names.add("new " + name);
            }
            graph.add("update of " + weight.name(), op, arguments, names).forEach(graph::output);
          });
      tape.updates()
          .forEach(
              (weight, next) -> {
                graph.output(next);
                written.add(new Place(weight, 0));
              });
    }
  }

  private static List<Value> gradients(Tape tape, Value loss, List<Value> variables, int segments) {
    if (variables.isEmpty()) {
      throw new UnsupportedModelException("the model has no variable that can be trained");
    }
    return Gradients.of(
        tape.graph(), loss, variables, List.of(), GradientRules.standard(), segments);
  }
}
