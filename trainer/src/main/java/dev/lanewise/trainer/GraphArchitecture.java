package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Identity;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A graph that exists, such as a loader gives, to be trained further: some of its constants become
 * variables, which begin with the values they have; all others stay what they are, and nothing is
 * computed on the way back to them. Another head is written behind it:
 *
 * <pre>{@code
 * GraphArchitecture body =
 *     GraphArchitecture.of(OnnxLoader.load(file)).upTo("flatten").training("conv2d_1/kernel");
 * Architecture tuned = (tape, x) -> tape.softmax(tape.dense("head", body.forward(tape, x), 5));
 * TrainableModel model = TrainableModel.of("tuned", tuned, body.samples(), 1, options);
 * }</pre>
 *
 * <p>Operators compute what they compute at inference: normalisations keep their statistics, and
 * Dropout drops nothing.
 */
public final class GraphArchitecture implements Architecture {
  private final Graph graph;
  private final Value result;
  private final Predicate<String> trained;

  private GraphArchitecture(Graph graph, Value result, Predicate<String> trained) {
    this.graph = graph;
    this.result = result;
    this.trained = trained;
  }

  /** A graph up to its first output, all of it frozen. */
  public static GraphArchitecture of(Graph graph) {
    return new GraphArchitecture(graph, graph.outputs().get(0), name -> false);
  }

  /**
   * The part of the graph that computes a value; what comes after it is left out.
   *
   * @throws InvalidInputException if no node computes a value of that name
   */
  public GraphArchitecture upTo(String name) {
    for (Node node : graph.nodes()) {
      for (Value v : node.outputs()) {
        if (v.name().equals(name)) {
          return new GraphArchitecture(graph, v, trained);
        }
      }
    }
    throw new InvalidInputException("no node of '" + graph.name() + "' computes '" + name + "'");
  }

  /**
   * The same with those constants as variables, instead of those that were before.
   *
   * @throws InvalidInputException if one is not among the {@link #constants}
   */
  public GraphArchitecture training(String... names) {
    Set<String> known = constants().keySet();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            "'" + name + "' is no FLOAT constant of '" + graph.name() + "'; there are " + known);
      }
    }
    return training(Set.of(names)::contains);
  }

  /** The same with all {@link #constants} whose names fit as variables. */
  public GraphArchitecture training(Predicate<String> names) {
    return new GraphArchitecture(graph, result, names);
  }

  /** The constants that can be trained, by name: those of type FLOAT that the result depends on. */
  public Map<String, TensorType> constants() {
    Map<String, TensorType> constants = new LinkedHashMap<>();
    for (Node node : part()) {
      for (Value v : node.inputs()) {
        Tensor constant = v == null ? null : v.constant();
        if (v != null && constant != null && constant.dtype() == DType.FLOAT) {
          constants.put(v.name(), constant.type());
        }
      }
    }
    return constants;
  }

  /**
   * Types of one sample per input of the graph, without the batch, which must be the first
   * dimension.
   */
  public List<TensorType> samples() {
    List<TensorType> samples = new ArrayList<>();
    for (Value input : graph.inputs()) {
      Shape shape = input.type() instanceof TensorType t ? t.shape() : null;
      if (shape == null || shape.rank() < 1 || !shape.slice(1, shape.rank()).isKnown()) {
        throw new InvalidInputException(
            "input " + input + " does not say the shape of one sample; fix its dimensions first");
      }
      samples.add(
          new TensorType(((TensorType) input.type()).dtype(), shape.slice(1, shape.rank())));
    }
    return samples;
  }

  /** The nodes that the result depends on, in order. */
  private List<Node> part() {
    Set<Value> wanted = new HashSet<>(Set.of(result));
    List<Node> part = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(wanted::contains)) {
        for (Value v : node.inputs()) {
          if (v != null) {
            wanted.add(v);
          }
        }
        part.add(node);
      }
    }
    Collections.reverse(part);
    return part;
  }

  @Override
  public Value forward(Tape tape, List<Value> inputs) {
    if (inputs.size() != graph.inputs().size()) {
      throw new InvalidInputException(
          "'" + graph.name() + "' has " + graph.inputs().size() + " inputs, not " + inputs.size());
    }
    Map<Value, Value> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), inputs.get(i));
    }
    for (Node node : part()) {
      List<@Nullable Value> arguments = new ArrayList<>();
      for (Value v : node.inputs()) {
        arguments.add(v == null ? null : values.computeIfAbsent(v, c -> constant(tape, c)));
      }
      if (node.op() instanceof Identity) {
        // A loss must see the softmax behind it.
        values.put(node.output(0), Objects.requireNonNull(arguments.get(0)));
        continue;
      }
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> outputs = tape.graph().add(node.name(), node.op(), arguments, names);
      for (int o = 0; o < outputs.size(); o++) {
        values.put(node.output(o), outputs.get(o));
      }
    }
    return Objects.requireNonNull(values.get(result));
  }

  private Value constant(Tape tape, Value value) {
    Tensor tensor = Objects.requireNonNull(value.constant(), () -> value + " is computed nowhere");
    return tensor.dtype() == DType.FLOAT && trained.test(value.name())
        ? tape.variable(value.name(), tensor.dtype(), tensor.shape(), true, () -> tensor)
        : tape.graph().constant(value.name(), tensor);
  }
}
