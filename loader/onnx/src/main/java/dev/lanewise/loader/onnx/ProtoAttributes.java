package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.operators.Attribute;
import dev.lanewise.loader.operators.Attributes;
import dev.lanewise.loader.operators.Bodies;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of one node; references to attributes of a function are resolved. */
final class ProtoAttributes implements Attributes {
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final String node;
  private final Scope scope;
  private final GraphReader reader;

  /**
   * The attributes of a node.
   *
   * @param node the node, for messages
   * @param scope what is around the node
   */
  ProtoAttributes(NodeProto proto, String node, Scope scope, GraphReader reader) {
    this.node = node;
    this.scope = scope;
    this.reader = reader;
    Scope.Call call = scope.call();
    for (AttributeProto given : proto.getAttributeList()) {
      AttributeProto attribute = given;
      String reference = given.getRefAttrName();
      if (!reference.isEmpty()) {
        if (call == null) {
          throw fail(given.getName(), "refers to a function's attribute, outside of a function");
        }
        attribute = call.attributes().get(reference);
        if (attribute == null) {
          continue;
        }
        if (given.hasType() && type(attribute) != given.getType()) {
          throw fail(
              given.getName(), "is a " + given.getType() + ", but stands for a " + type(attribute));
        }
      }
      if (attributes.put(given.getName(), attribute) != null) {
        throw fail(given.getName(), "is given twice");
      }
    }
  }

  /** The graphs that an attribute holds. */
  static List<GraphProto> graphs(AttributeProto attribute) {
    if (!attribute.hasG()) {
      return attribute.getGraphsList();
    }
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    graphs.add(attribute.getG());
    return graphs;
  }

  /** All attributes by name. */
  Map<String, AttributeProto> all() {
    return attributes;
  }

  @Override
  public @Nullable Value named(String value) {
    return scope.get(value);
  }

  @Override
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  @Override
  public @Nullable Attribute find(String name) {
    AttributeProto a = attributes.get(name);
    if (a == null) {
      return null;
    }
    String where = node + ": attribute '" + name + "'";
    return switch (type(a)) {
      case INT -> new Attribute.Int(a.getI());
      case FLOAT -> new Attribute.Real(a.getF());
      case STRING -> new Attribute.Text(a.getS().toStringUtf8());
      case INTS ->
          new Attribute.Ints(a.getIntsList().stream().mapToLong(Long::longValue).toArray());
      case FLOATS -> new Attribute.Reals(reals(a));
      case STRINGS ->
          new Attribute.Texts(a.getStringsList().stream().map(ByteString::toStringUtf8).toList());
      case TENSOR -> new Attribute.OfTensor(reader.tensors().read(a.getT(), where));
      case SPARSE_TENSOR ->
          new Attribute.OfTensor(reader.tensors().read(a.getSparseTensor(), where));
      case TYPE_PROTO -> new Attribute.OfType(DataTypes.type(a.getTp(), where));
      default -> new Attribute.Other(type(a).name());
    };
  }

  private static float[] reals(AttributeProto a) {
    float[] reals = new float[a.getFloatsCount()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = a.getFloats(i);
    }
    return reals;
  }

  @Override
  public Bodies subgraphs(List<String> names, List<? extends Type> formals, OnnxNode of) {
    List<GraphProto> graphs = new ArrayList<>();
    for (String name : names) {
      AttributeProto attribute = attributes.get(name);
      if (attribute == null) {
        throw fail(name, "is missing");
      }
      graphs.add(attribute.getG());
    }
    return reader.bodies(graphs, formals, scope, of);
  }

  /** The type of an attribute; the oldest files leave it to be seen from the value. */
  static AttributeType type(AttributeProto a) {
    if (a.hasType() && a.getType() != AttributeType.UNDEFINED) {
      return a.getType();
    } else if (a.hasF()) {
      return AttributeType.FLOAT;
    } else if (a.hasI()) {
      return AttributeType.INT;
    } else if (a.hasS()) {
      return AttributeType.STRING;
    } else if (a.hasT()) {
      return AttributeType.TENSOR;
    } else if (a.hasG()) {
      return AttributeType.GRAPH;
    } else if (a.getIntsCount() > 0) {
      return AttributeType.INTS;
    } else if (a.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    } else if (a.getStringsCount() > 0) {
      return AttributeType.STRINGS;
    }
    return AttributeType.UNDEFINED;
  }

  private ModelFormatException fail(String attribute, String message) {
    return new ModelFormatException(node + ": attribute '" + attribute + "' " + message);
  }
}
