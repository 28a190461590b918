package dev.lanewise.loader.operators;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Node;
import dev.lanewise.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Operator and attributes of a node in the vocabulary of files, as it is being written. */
public final class NodeWriter {
  private final Node node;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private int opset = 1;

  /** For a node of a graph. */
  NodeWriter(Node node) {
    this.node = node;
  }

  /** Operator type, as in {@code Conv}. */
  public String operator() {
    return node.op().name();
  }

  /** The attributes in the order in which they were set. */
  public Map<String, Attribute> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  /** The oldest operator set for which the node is right as it is written. */
  public int opset() {
    return opset;
  }

  /** Says that the node is not right before an operator set. */
  NodeWriter since(int version) {
    opset = Math.max(opset, version);
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

  /** Elements of an attribute that is left out if it has none. */
  NodeWriter ints(String name, int... values) {
    if (values.length == 0) {
      return this;
    }
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = values[i];
    }
    return set(name, new Attribute.Ints(longs));
  }

  NodeWriter tensor(String name, Tensor value) {
    return set(name, new Attribute.OfTensor(value));
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
