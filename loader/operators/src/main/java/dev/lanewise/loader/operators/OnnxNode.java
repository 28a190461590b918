package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file as a line of the {@link OperatorTable} sees it: its inputs and attributes, and
 * the ways to add operators to the graph. Every line ends with one {@code emit}.
 *
 * <p>All methods that read throw {@link ModelFormatException} with the node's name if what they ask
 * for is missing or of another type.
 */
public final class OnnxNode extends NodeAttributes {
  /**
   * What a node is.
   *
   * @param name for people, never empty
   * @param operator operator type, as in {@code Conv}
   * @param domain domain of the operator as {@link OperatorTable#normalize} has it
   * @param opset version of the domain's operator set that the node is written for
   */
  public record Identity(String name, String operator, String domain, int opset) {
    /** For a node that breaks a rule of the standard. */
    public ModelFormatException fail(String message) {
      return new ModelFormatException(this + ": " + message);
    }

    @Override
    public String toString() {
      return "node '" + name + "' (" + operator + ")";
    }
  }

  private final Identity identity;
  private final List<@Nullable Value> inputs;
  private final List<String> outputs;
  private final GraphBuilder builder;
  private @Nullable List<Value> results;
  private int helpers;

  /**
   * A node that is to be read.
   *
   * @param inputs its inputs; null where one is left out
   * @param outputs names that its outputs get in the graph; empty where one is not wanted
   * @param builder receives the operators
   */
  public OnnxNode(
      Identity identity,
      Attributes attributes,
      List<? extends @Nullable Value> inputs,
      List<String> outputs,
      GraphBuilder builder) {
    super(attributes);
    this.identity = identity;
    this.builder = builder;
    int given = inputs.size();
    while (given > 0 && inputs.get(given - 1) == null) {
      given--;
    }
    this.inputs = new ArrayList<>(inputs.subList(0, given));
    int wanted = outputs.size();
    while (wanted > 0 && outputs.get(wanted - 1).isEmpty()) {
      wanted--;
    }
    this.outputs = List.copyOf(outputs.subList(0, wanted));
  }

  /** Name for people, never empty. */
  public String name() {
    return identity.name;
  }

  /** Operator type, as in {@code Conv}. */
  public String operator() {
    return identity.operator;
  }

  /** Domain of the operator; the empty string for {@code ai.onnx}. */
  public String domain() {
    return identity.domain;
  }

  /** Version of the domain's operator set that the node is written for. */
  public int opset() {
    return identity.opset;
  }

  /** Number of inputs up to the last one that is given. */
  public int inputs() {
    return inputs.size();
  }

  /** Whether input i is given. */
  public boolean has(int i) {
    return inputOrNull(i) != null;
  }

  /** Input i, which must be given. */
  public Value input(int i) {
    Value value = inputOrNull(i);
    if (value == null) {
      throw fail("input " + i + " is missing");
    }
    return value;
  }

  /** Input i, null if it is not given. */
  public @Nullable Value inputOrNull(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  /** All inputs up to the last one that is given; null where one is left out. */
  public List<@Nullable Value> allInputs() {
    return List.copyOf(inputs);
  }

  /** Number of outputs up to the last one that is wanted. */
  public int outputs() {
    return outputs.size();
  }

  /** A constant. */
  public Value constant(Tensor tensor) {
    return builder.constant(helperName("constant"), tensor);
  }

  /** A FLOAT constant without dimensions. */
  public Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /** An INT64 constant of shape [1]. */
  public Value constant(long value) {
    return constant(Tensor.of(Shape.of(1), value));
  }

  /** An INT64 constant of one dimension. */
  public Value constant(long... values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  private String helperName(String what) {
    return name() + ":" + what + "#" + helpers++;
  }

  /** Adds a helper node with one output that the file does not have. */
  public Value add(Op op, @Nullable Value... arguments) {
    return addAll(op, 1, arguments).get(0);
  }

  /** Adds a helper node with several outputs that the file does not have. */
  public List<Value> addAll(Op op, int outputs, @Nullable Value... arguments) {
    String helper = helperName(op.name());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(i == 0 ? helper : helper + ":" + i);
    }
    return builder.add(helper, op, Arrays.asList(arguments), names);
  }

  /** Adds the node with its inputs as they stand. */
  public void emit(Op op) {
    emit(op, inputs);
  }

  /** Adds the node with other inputs. */
  public void emit(Op op, @Nullable Value... arguments) {
    emit(op, Arrays.asList(arguments));
  }

  private void emit(Op op, List<@Nullable Value> arguments) {
    List<String> names = new ArrayList<>();
    for (String output : outputs) {
      names.add(output.isEmpty() ? name() + ":unused#" + names.size() : output);
    }
    emitAs(builder.add(name(), op, arguments, names));
  }

  /** Lets existing values be the node's outputs, one for each at least. */
  public void emitAs(List<Value> values) {
    if (results != null) {
      throw new IllegalStateException(this + " was emitted twice");
    }
    if (values.size() < outputs.size()) {
      throw fail("has " + values.size() + " outputs, but " + outputs.size() + " are used");
    }
    results = List.copyOf(values.subList(0, outputs.size()));
  }

  /**
   * The graphs that GRAPH attributes hold, in the order of the names. Types of formal inputs are
   * those that the file declares.
   */
  public Bodies subgraphs(String... names) {
    return subgraphs(List.of(), names);
  }

  /**
   * The graphs that GRAPH attributes hold.
   *
   * @param formals type of each formal input for which the file declares none
   */
  public Bodies subgraphs(List<? extends Type> formals, String... names) {
    for (String attribute : names) {
      Attribute found = required(attribute, attributes.find(attribute));
      if (!found.kind().equals("GRAPH")) {
        throw fail("attribute '" + attribute + "' must be a GRAPH, but is a " + found.kind());
      }
    }
    return attributes.subgraphs(List.of(names), formals, this);
  }

  /** A value of the graph around the node, by the name that the file gives it. */
  public Value named(String value) {
    Value found = attributes.named(value);
    if (found == null) {
      throw fail("names value '" + value + "', which nothing before it defines");
    }
    return found;
  }

  /** The graph that is being read. */
  public GraphBuilder builder() {
    return builder;
  }

  /** To be thrown by the line: the node breaks a rule of the standard. */
  @Override
  public ModelFormatException fail(String message) {
    return identity.fail(message);
  }

  /** To be thrown by the line: the node is right, but Lanewise lacks what it asks for. */
  public UnsupportedModelException unsupported(String message) {
    return new UnsupportedModelException(
        this
            + " of domain '"
            + (domain().isEmpty() ? "ai.onnx" : domain())
            + "', opset "
            + opset()
            + ": "
            + message);
  }

  @Override
  public String toString() {
    return identity.toString();
  }

  /**
   * Reads the node by its line of the table.
   *
   * @return one value per output up to the last one that is wanted
   */
  public List<Value> read(OperatorTable.Line line) {
    try {
      line.read(this);
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new ModelFormatException(this + ": " + e.getMessage(), e);
    }
    return results();
  }

  /** What the node was emitted as: one value per output up to the last one that is wanted. */
  public List<Value> results() {
    if (results == null) {
      throw new IllegalStateException(this + " was not emitted");
    }
    return results;
  }
}
