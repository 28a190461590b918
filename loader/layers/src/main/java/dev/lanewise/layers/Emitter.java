package dev.lanewise.layers;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Adds layers to a graph: nodes, variables under the names of their layers, changes of order. */
public final class Emitter {
  private record Scope(List<String> path, String store) {
    Scope inner(String name, String part) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return new Scope(longer, store.isEmpty() ? part : store + "/" + part);
    }
  }

  private record Arranged(Value value, List<Integer> axes) {}

  private final GraphBuilder graph;
  private final VariableSource source;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Map<Arranged, Value> arranged = new HashMap<>();
  private final List<Built> built = new ArrayList<>();
  private final @Nullable Penalties penalties;
  private Scope scope = new Scope(List.of(), "");
  private long streams;

  /**
   * A layer that has been added.
   *
   * @param path names of the models and layers it is in, and its own
   * @param layer the layer
   * @param outputs its outputs
   * @param inputs its inputs
   */
  record Built(List<String> path, Layer layer, List<Flow> outputs, List<Flow> inputs) {}

  Emitter(GraphBuilder graph, VariableSource source, @Nullable Penalties penalties) {
    this.graph = graph;
    this.source = source;
    this.penalties = penalties;
  }

  /** What layers do while they are trained; null if they are not. */
  @Nullable Training training() {
    return penalties instanceof Training training ? training : null;
  }

  /** A number for the random numbers of one layer, different from those of all others. */
  long stream() {
    return streams++;
  }

  /** The variables declared so far, in their order. */
  public List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** The layers added so far, in their order. */
  List<Built> built() {
    return built;
  }

  /** Adds a part of a model under a name, and as a part of the file that holds the weights. */
  <T> T inside(String name, String part, Supplier<T> body) {
    Scope outer = scope;
    scope = outer.inner(name, part);
    try {
      return body.get();
    } finally {
      scope = outer;
    }
  }

  /** Adds a layer of a model. */
  List<Flow> layer(Layer layer, String part, Arguments in) {
    return inside(
        layer.name(),
        part,
        () -> {
          int at = built.size();
          List<Flow> outputs;
          try {
            outputs = layer.call(this, in);
          } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ModelFormatException(layer.config().place() + ": " + e.getMessage(), e);
          }
          outputs.forEach(y -> penalize(layer.config(), "activity_regularizer", y.value()));
          built.add(at, new Built(scope.path, layer, outputs, in.inputs()));
          return outputs;
        });
  }

  /** A variable whose initialiser is the key {@code NAME_initializer} of a configuration. */
  Value weight(Config config, String name, int... shape) {
    return variable(config, name, config.initializer(name + "_initializer"), true, shape);
  }

  /** A variable that gradients do not change. */
  Value state(Config config, String name, int... shape) {
    return variable(config, name, config.initializer(name + "_initializer"), false, shape);
  }

  /** A variable of the layer that is being added. */
  Value variable(
      Config config, String name, Initializer initializer, boolean trainable, int... shape) {
    String key = String.join("/", scope.path) + "/" + name;
    Value known = values.get(key);
    for (int dim : shape) {
      if (dim == Shape.UNKNOWN) {
        throw config.fail(
            "the shape of '" + name + "' depends on an input dimension that the model leaves open");
      }
    }
    Shape declared = Shape.of(shape);
    if (known != null) {
      if (!Flow.shape(known).equals(declared)) {
        throw config.fail(
            "is called on inputs of different shapes: '"
                + name
                + "' would be "
                + Flow.shape(known)
                + " and "
                + declared);
      }
      return known;
    }
    int index = counts.merge(scope.store, 1, Integer::sum) - 1;
    Variable v =
        new Variable(
            scope.path,
            name,
            scope.store + "/vars/" + index,
            declared,
            config.dtype(),
            initializer,
            trainable && config.isTrainable());
    Value value = source.value(graph, v);
    variables.add(v);
    values.put(key, value);
    if (v.trainable()) {
      penalize(config, name + "_regularizer", value);
    }
    return value;
  }

  /** Adds what the regulariser under a key says of a value to the loss of a training. */
  private void penalize(Config config, String key, Value value) {
    JsonNode regularizer = config.node(key);
    if (regularizer != null) {
      penalize(config, regularizer, value);
    }
  }

  /** Adds what a regulariser says of a value to the loss of a training or an evaluation. */
  void penalize(Config config, JsonNode regularizer, Value value) {
    if (penalties != null) {
      penalties.penalize(regularizer, config.place(), value);
    }
  }

  /**
   * Refuses settings that only act in training, and have no form for it here, unless they are 0.
   */
  void refuseInTraining(Config config, String... rates) {
    for (String rate : rates) {
      if (training() != null && config.number(rate) != 0) {
        throw config.unsupported(rate + " of " + config.number(rate) + " in training; set it to 0");
      }
    }
  }

  /** Adds a node with one output. */
  Value add(Op op, @Nullable Value... arguments) {
    return add(op, 1, arguments).get(0);
  }

  /** Adds a node. */
  List<Value> add(Op op, int outputs, @Nullable Value... arguments) {
    String name = String.join("/", scope.path) + "/" + op.name();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(i == 0 ? name : name + ":" + i);
    }
    return graph.add(name, op, Arrays.asList(arguments), names);
  }

  /** A constant. */
  Value constant(Tensor tensor) {
    return graph.constant(String.join("/", scope.path) + "/constant", tensor);
  }

  /** A constant of one number, without dimensions. */
  Value scalar(double value, DType dtype) {
    Object array =
        dtype.isFloating()
            ? Elements.fromDoubles(dtype, new double[] {value})
            : Elements.fromLongs(dtype, new long[] {Math.round(value)});
    return constant(Tensor.of(dtype, Shape.SCALAR, array));
  }

  /** A constant list of INT64. */
  Value longs(long... values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  /** A constant list of INT64. */
  Value longs(int[] values) {
    return longs(Arrays.stream(values).asLongStream().toArray());
  }

  /** A flow's value in the given order of dimensions; a value is transposed once for each. */
  Value arranged(Flow x, List<Integer> order) {
    if (x.order().equals(order)) {
      return x.value();
    }
    int[] permutation = order.stream().mapToInt(x::physical).toArray();
    List<Integer> axes = Arrays.stream(permutation).boxed().toList();
    Arranged key = new Arranged(x.value(), axes);
    Value known = arranged.get(key);
    if (known == null) {
      known = graph.add(x.value().name() + "/Transpose", new Transpose(permutation), x.value());
      arranged.put(key, known);
      int[] back = new int[permutation.length];
      for (int i = 0; i < back.length; i++) {
        back[permutation[i]] = i;
      }
      arranged.put(new Arranged(known, Arrays.stream(back).boxed().toList()), x.value());
    }
    return known;
  }

  /** A flow's value with its dimensions as layers have them. */
  Value logical(Flow x) {
    return arranged(x, Flow.identity(x.rank()));
  }

  /** A flow whose last dimension lies behind the first. */
  Flow channelsFirst(Flow x) {
    List<Integer> order = Flow.channelsFirst(x.rank());
    return new Flow(arranged(x, order), order, x.mask());
  }

  /** The elements under another shape with at most one −1. */
  Value reshape(Value x, int... dims) {
    return add(new Reshape(false), x, longs(dims));
  }

  /**
   * The elements under another shape.
   *
   * @param shape the shape, of which dimensions may be unknown
   * @param like a value that has the unknown dimensions
   * @param from for each dimension that of {@code like} to take where it is unknown
   */
  Value reshape(Value x, int[] shape, Value like, int[] from) {
    int unknown = 0;
    for (int dim : shape) {
      unknown += dim == Shape.UNKNOWN ? 1 : 0;
    }
    if (unknown <= 1) {
      return reshape(x, shape);
    }
    Value[] dims = new Value[shape.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          shape[i] == Shape.UNKNOWN
              ? add(new ShapeOf(from[i], from[i] + 1), like)
              : longs(new int[] {shape[i]});
    }
    Value y = add(new Reshape(false), x, add(new Concat(0), dims));
    // Shapes that are computed say nothing of what is known: a zero keeps a dimension as it is.
    int[] again = Arrays.stream(shape).map(dim -> dim == Shape.UNKNOWN ? 0 : dim).toArray();
    return reshape(y, again);
  }

  /** Elements as another type. */
  Value cast(Value x, DType to) {
    return Flow.of(x).dtype() == to ? x : add(new Cast(to), x);
  }
}
