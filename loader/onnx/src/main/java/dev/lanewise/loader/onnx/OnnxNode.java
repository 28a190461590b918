package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of an ONNX file as a line of the {@link OperatorTable} sees it: its inputs and attributes,
 * and the ways to add operators to the graph. Every line ends with one {@code emit}.
 *
 * <p>All methods that read throw {@link ModelFormatException} with the node's name if what they ask
 * for is missing or of another type.
 */
final class OnnxNode {
  private final NodeProto proto;
  private final Scope scope;
  private final GraphReader reader;
  private final String name;
  private final Attributes attributes;
  private final List<@Nullable Value> inputs = new ArrayList<>();
  private final List<String> outputs;
  private boolean emitted;
  private int helpers;

  /** The node of a scope, whose inputs must be defined. */
  OnnxNode(NodeProto proto, Scope scope, GraphReader reader) {
    this.proto = proto;
    this.scope = scope;
    this.reader = reader;
    this.name = scope.globalName(label(proto));
    this.attributes = new Attributes(proto, toString(), scope.call(), reader.tensors());
    int last = 0;
    for (String input : proto.getInputList()) {
      if (!input.isEmpty() && !scope.isDefined(input)) {
        throw fail("reads value '" + input + "', which nothing before it defines");
      }
      inputs.add(input.isEmpty() ? null : scope.get(input));
      if (inputs.get(inputs.size() - 1) != null) {
        last = inputs.size();
      }
    }
    inputs.subList(last, inputs.size()).clear();
    int wanted = proto.getOutputCount();
    while (wanted > 0 && proto.getOutput(wanted - 1).isEmpty()) {
      wanted--;
    }
    outputs = proto.getOutputList().subList(0, wanted);
  }

  /** What a node is called in messages: its name, else that of its first output. */
  static String label(NodeProto proto) {
    if (!proto.getName().isEmpty()) {
      return proto.getName();
    }
    return proto.getOutputCount() > 0 && !proto.getOutput(0).isEmpty()
        ? proto.getOutput(0)
        : proto.getOpType();
  }

  /** Name for people, never empty. */
  String name() {
    return name;
  }

  /** Operator type, as in {@code Conv}. */
  String operator() {
    return proto.getOpType();
  }

  /** Domain of the operator; the empty string for {@code ai.onnx}. */
  String domain() {
    return OperatorTable.normalize(proto.getDomain());
  }

  /** Version of the domain's operator set that the node is written for. */
  int opset() {
    return scope.opsets().version(proto.getDomain());
  }

  /** Number of inputs up to the last one that is given. */
  int inputs() {
    return inputs.size();
  }

  /** Whether input i is given. */
  boolean has(int i) {
    return inputOrNull(i) != null;
  }

  /** Input i, which must be given. */
  Value input(int i) {
    Value value = inputOrNull(i);
    if (value == null) {
      throw fail("input " + i + " is missing");
    }
    return value;
  }

  /** Input i, null if it is not given. */
  @Nullable Value inputOrNull(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  /** All inputs up to the last one that is given; null where one is left out. */
  List<@Nullable Value> allInputs() {
    return List.copyOf(inputs);
  }

  /** Number of outputs up to the last one that is wanted. */
  int outputs() {
    return outputs.size();
  }

  /** What outputs of a function that this node calls are named in the graph. */
  Map<String, String> outputNames(FunctionProto function) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (!outputs.get(i).isEmpty()) {
        names.put(function.getOutput(i), scope.globalName(outputs.get(i)));
      }
    }
    return names;
  }

  /** Whether an attribute is given. */
  boolean hasAttribute(String attribute) {
    return attributes.has(attribute);
  }

  /** All attributes by name. */
  Map<String, AttributeProto> attributes() {
    return attributes.all();
  }

  private <T> T required(String attribute, @Nullable T value) {
    if (value == null) {
      throw fail("attribute '" + attribute + "' is missing");
    }
    return value;
  }

  /** An INT attribute that must be given. */
  long integer(String attribute) {
    return required(attribute, attributes.integer(attribute));
  }

  /** An INT attribute. */
  long integer(String attribute, long defaultValue) {
    return Objects.requireNonNullElse(attributes.integer(attribute), defaultValue);
  }

  /** An INT attribute that must fit 32 bits. */
  int int32(String attribute, int defaultValue) {
    long value = integer(attribute, defaultValue);
    if (value != (int) value) {
      throw fail("attribute '" + attribute + "' is " + value + ", which does not fit 32 bits");
    }
    return (int) value;
  }

  /** An INT attribute that stands for a truth value. */
  boolean flag(String attribute, boolean defaultValue) {
    return integer(attribute, defaultValue ? 1 : 0) != 0;
  }

  /** A FLOAT attribute that must be given. */
  float real(String attribute) {
    return required(attribute, attributes.real(attribute));
  }

  /** A FLOAT attribute. */
  float real(String attribute, float defaultValue) {
    return Objects.requireNonNullElse(attributes.real(attribute), defaultValue);
  }

  /** A STRING attribute that must be given. */
  String text(String attribute) {
    return required(attribute, attributes.text(attribute));
  }

  /** A STRING attribute. */
  String text(String attribute, String defaultValue) {
    return Objects.requireNonNullElse(attributes.text(attribute), defaultValue);
  }

  /** An INTS attribute whose elements must fit 32 bits. */
  int[] ints(String attribute, int... defaultValue) {
    return Objects.requireNonNullElse(attributes.ints(attribute), defaultValue);
  }

  /** An INTS attribute whose elements must fit 32 bits, null if it is not given. */
  int @Nullable [] intsOrNull(String attribute) {
    return attributes.ints(attribute);
  }

  /** An INTS attribute. */
  long[] longs(String attribute, long... defaultValue) {
    return Objects.requireNonNullElse(attributes.longs(attribute), defaultValue);
  }

  /** A FLOATS attribute. */
  float[] reals(String attribute, float... defaultValue) {
    return Objects.requireNonNullElse(attributes.reals(attribute), defaultValue);
  }

  /** A STRINGS attribute. */
  List<String> texts(String attribute, String... defaultValue) {
    return Objects.requireNonNullElse(attributes.texts(attribute), List.of(defaultValue));
  }

  /** A TENSOR attribute that must be given; a SPARSE_TENSOR comes out dense. */
  Tensor tensor(String attribute) {
    return required(attribute, attributes.tensor(attribute));
  }

  /** An INT attribute that holds the number of an element type. */
  DType dtype(String attribute, DType defaultValue) {
    Long number = attributes.integer(attribute);
    return number == null
        ? defaultValue
        : DataTypes.dtype((int) (long) number, this + ": attribute '" + attribute + "'");
  }

  /** A TYPE_PROTO attribute that must be given. */
  Type type(String attribute) {
    TypeProto type = required(attribute, attributes.type(attribute));
    return DataTypes.type(type, this + ": attribute '" + attribute + "'");
  }

  /** A constant. */
  Value constant(Tensor tensor) {
    return scope.builder().constant(helperName("constant"), tensor);
  }

  /** A FLOAT constant without dimensions. */
  Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /** An INT64 constant of shape [1]. */
  Value constant(long value) {
    return constant(Tensor.of(Shape.of(1), value));
  }

  /** An INT64 constant of one dimension. */
  Value constant(long... values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  private String helperName(String what) {
    return name + ":" + what + "#" + helpers++;
  }

  /** Adds a helper node with one output that the file does not have. */
  Value add(Op op, @Nullable Value... arguments) {
    return addAll(op, 1, arguments).get(0);
  }

  /** Adds a helper node with several outputs that the file does not have. */
  List<Value> addAll(Op op, int outputs, @Nullable Value... arguments) {
    String helper = helperName(op.name());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(i == 0 ? helper : helper + ":" + i);
    }
    return scope.builder().add(helper, op, Arrays.asList(arguments), names);
  }

  /** Adds the node with its inputs as they stand. */
  void emit(Op op) {
    emit(op, inputs);
  }

  /** Adds the node with other inputs. */
  void emit(Op op, @Nullable Value... arguments) {
    emit(op, Arrays.asList(arguments));
  }

  private void emit(Op op, List<@Nullable Value> arguments) {
    List<String> names = new ArrayList<>();
    for (String output : outputs) {
      names.add(output.isEmpty() ? name + ":unused#" + names.size() : scope.globalName(output));
    }
    emitAs(scope.builder().add(name, op, arguments, names));
  }

  /** Lets existing values be the node's outputs, one for each at least. */
  void emitAs(List<Value> values) {
    if (emitted) {
      throw new IllegalStateException(this + " was emitted twice");
    }
    emitted = true;
    if (values.size() < outputs.size()) {
      throw fail("has " + values.size() + " outputs, but " + outputs.size() + " are used");
    }
    for (int i = 0; i < outputs.size(); i++) {
      String output = outputs.get(i);
      if (!output.isEmpty()) {
        if (scope.isDefined(output)) {
          throw fail("computes value '" + output + "', which is defined already");
        }
        scope.define(output, values.get(i));
      }
    }
  }

  /**
   * The graphs that GRAPH attributes hold, in the order of the names. Types of formal inputs are
   * those that the file declares.
   */
  Bodies subgraphs(String... attributes) {
    return subgraphs(List.of(), attributes);
  }

  /**
   * The graphs that GRAPH attributes hold.
   *
   * @param formals type of each formal input for which the file declares none
   */
  Bodies subgraphs(List<? extends Type> formals, String... attributes) {
    List<GraphProto> graphs = new ArrayList<>();
    for (String attribute : attributes) {
      graphs.add(required(attribute, this.attributes.graph(attribute)));
    }
    return reader.bodies(graphs, formals, scope, this);
  }

  /** To be thrown by the line: the node breaks a rule of the standard. */
  ModelFormatException fail(String message) {
    return new ModelFormatException(this + ": " + message);
  }

  /** To be thrown by the line: the node is right, but Lanewise lacks what it asks for. */
  UnsupportedModelException unsupported(String message) {
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
    return "node '" + name + "' (" + proto.getOpType() + ")";
  }

  /** Reads the node by its line of the table. */
  void read(OperatorTable.Line line) {
    try {
      line.read(this);
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new ModelFormatException(this + ": " + e.getMessage(), e);
    }
    if (!emitted) {
      throw new IllegalStateException(this + " was not emitted");
    }
  }
}
