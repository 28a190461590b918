package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.Attribute;
import dev.lanewise.loader.operators.Attributes;
import dev.lanewise.loader.operators.Bodies;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of one node. */
final class JsonAttributes implements Attributes {
  private final @Nullable JsonValue attributes;
  private final List<Value> captures;
  private final GraphJsonReader reader;

  /**
   * The attributes of a node.
   *
   * @param attributes one member per attribute, null if there is none
   * @param captures values around the node that its graphs read
   */
  JsonAttributes(@Nullable JsonValue attributes, List<Value> captures, GraphJsonReader reader) {
    this.attributes = attributes;
    this.captures = captures;
    this.reader = reader;
  }

  private @Nullable JsonValue member(String name) {
    return attributes == null ? null : attributes.find(name);
  }

  @Override
  public boolean has(String name) {
    return member(name) != null;
  }

  @Override
  public @Nullable Attribute find(String name) {
    JsonValue attribute = member(name);
    if (attribute == null) {
      return null;
    }
    Map<String, JsonValue> members = attribute.members();
    if (members.size() != 1) {
      throw attribute.fail("must have one member, whose name is the kind of value");
    }
    Map.Entry<String, JsonValue> only = members.entrySet().iterator().next();
    return read(only.getKey(), only.getValue());
  }

  private Attribute read(String kind, JsonValue value) {
    switch (kind) {
      case "int":
        return new Attribute.Int(value.integer());
      case "float":
        return new Attribute.Real((float) value.number());
      case "string":
        return new Attribute.Text(value.text());
      case "ints":
        return new Attribute.Ints(
            value.isArray() ? value.integers() : list(value, DType.INT64).longs());
      case "floats":
        return new Attribute.Reals(
            value.isArray() ? value.floats() : list(value, DType.FLOAT).floats());
      case "strings":
        return new Attribute.Texts(
            value.isArray() ? value.texts() : Arrays.asList(list(value, DType.STRING).strings()));
      case "tensor":
        return new Attribute.OfTensor(tensor(value));
      case "type":
        return new Attribute.OfType(TypeJson.read(value));
      case "graph":
        return new Attribute.Other("GRAPH");
      default:
        throw value.fail("is no kind of attribute");
    }
  }

  private Tensor tensor(JsonValue name) {
    if (!reader.tensors().has(name.text())) {
      throw name.fail("is '" + name.text() + "', as which no tensor is known");
    }
    return reader.tensors().get(name.text());
  }

  /** A list that is stored as a tensor. */
  private Tensor list(JsonValue name, DType dtype) {
    Tensor tensor = tensor(name);
    if (tensor.dtype() != dtype || tensor.shape().rank() != 1) {
      throw name.fail("refers to " + tensor + ", but must refer to a list of " + dtype);
    }
    return tensor;
  }

  /**
   * The graphs of the node; the types of all their inputs are in the file.
   *
   * @throws ModelFormatException if a graph has fewer inputs than there are captures
   */
  @Override
  public Bodies subgraphs(List<String> names, List<? extends Type> formals, OnnxNode node) {
    List<Graph> graphs = new ArrayList<>();
    for (String name : names) {
      JsonValue attribute = member(name);
      JsonValue json = attribute == null ? null : attribute.find("graph");
      if (json == null) {
        throw node.fail("attribute '" + name + "' is no graph");
      }
      Graph graph = reader.inner(json);
      if (graph.inputs().size() < captures.size()) {
        throw json.fail("has fewer inputs than the node has captures");
      }
      graphs.add(graph);
    }
    return new Bodies(graphs, captures);
  }
}
