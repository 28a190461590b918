package dev.lanewise.loader.operators;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operator and attributes of a node in the vocabulary of files, as it is being written. */
public final class NodeWriter {
  private final Node node;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private String operator;
  private String domain = OperatorTable.ONNX;
  private int opset = 1;
  private int inputs;
  private @Nullable String extension;

  /** For a node of a graph. */
  NodeWriter(Node node) {
    this.node = node;
    this.operator = node.op().name();
    this.inputs = node.inputs().size();
  }

  /** Operator type, as in {@code Conv}. */
  public String operator() {
    return operator;
  }

  /** Domain of the operator; the empty string for {@code ai.onnx}. */
  public String domain() {
    return domain;
  }

  /** The attributes in the order in which they were set. */
  public Map<String, Attribute> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  /** The oldest operator set of the domain for which the node is right as it is written. */
  public int opset() {
    return opset;
  }

  /** How many of the node's inputs are its own; those behind them are captures of its graphs. */
  public int inputs() {
    return inputs;
  }

  /** What the node needs that the ONNX standard does not have, null if it needs nothing. */
  public @Nullable String extension() {
    return extension;
  }

  /** The node that is written. */
  Node node() {
    return node;
  }

  /** The type of input i, null if it is not given or no tensor. */
  @Nullable TensorType tensorType(int i) {
    Value input = node.input(i);
    return input != null && input.type() instanceof TensorType type ? type : null;
  }

  /** Gives the operator another name than its own. */
  NodeWriter as(String inDomain, String name) {
    this.domain = inDomain;
    this.operator = name;
    return this;
  }

  /** Says that the node is not right before an operator set. */
  NodeWriter since(int version) {
    opset = Math.max(opset, version);
    return this;
  }

  /** Says that the node needs what the ONNX standard does not have. */
  NodeWriter needs(String what) {
    extension = what;
    return this;
  }

  /** Says that inputs from an index on are captures of the node's graphs. */
  NodeWriter captures(int first) {
    inputs = first;
    return this;
  }

  private NodeWriter set(String name, Attribute value) {
    attributes.put(name, value);
    return this;
  }

  NodeWriter integer(String name, long value) {
    return set(name, new Attribute.Int(value));
  }

  NodeWriter flag(String name, boolean value) {
    return integer(name, value ? 1 : 0);
  }

  NodeWriter real(String name, float value) {
    return set(name, new Attribute.Real(value));
  }

  NodeWriter text(String name, String value) {
    return set(name, new Attribute.Text(value));
  }

  /** The number of an element type; left out if there is none. */
  NodeWriter dtype(String name, @Nullable DType value) {
    return value == null ? this : integer(name, ElementTypes.number(value));
  }

  /** Elements of an attribute that is left out if it has none. */
  NodeWriter ints(String name, int... values) {
    if (values.length == 0) {
      return this;
    }
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = values[i];
    }
    return longs(name, longs);
  }

  NodeWriter longs(String name, long... values) {
    return set(name, new Attribute.Ints(values));
  }

  NodeWriter reals(String name, float... values) {
    return set(name, new Attribute.Reals(values));
  }

  /**
   * FLOATS, or a TENSOR of DOUBLE with {@code _as_tensor} behind the name if floats are not exact;
   * left out if there are none.
   */
  NodeWriter numbers(String name, double... values) {
    if (values.length == 0) {
      return this;
    }
    float[] floats = new float[values.length];
    boolean exact = true;
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
      exact &= floats[i] == values[i] || Double.isNaN(values[i]);
    }
    return exact
        ? reals(name, floats)
        : tensor(name + "_as_tensor", Tensor.of(DType.DOUBLE, Shape.of(values.length), values));
  }

  NodeWriter texts(String name, List<String> values) {
    return set(name, new Attribute.Texts(values));
  }

  NodeWriter tensor(String name, Tensor value) {
    return set(name, new Attribute.OfTensor(value));
  }

  NodeWriter type(String name, Type value) {
    return set(name, new Attribute.OfType(value));
  }

  NodeWriter graph(String name, Graph value) {
    return set(name, new Attribute.OfGraph(value));
  }

  /**
   * Checks that the node has a form in files.
   *
   * @throws UnsupportedModelException with the reason if it has not
   */
  NodeWriter require(boolean holds, String reason) {
    if (!holds) {
      throw new UnsupportedModelException(node + " cannot be written to a file: " + reason);
    }
    return this;
  }
}
