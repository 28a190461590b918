package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of one node; references to attributes of a function are resolved. */
final class Attributes {
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final String node;
  private final TensorReader tensors;

  /**
   * The attributes of a node.
   *
   * @param node the node, for messages
   * @param call the function call that the node belongs to, null outside of functions
   */
  Attributes(NodeProto proto, String node, Scope.@Nullable Call call, TensorReader tensors) {
    this.node = node;
    this.tensors = tensors;
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

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  @Nullable Long integer(String name) {
    AttributeProto a = find(name, AttributeType.INT);
    return a == null ? null : a.getI();
  }

  @Nullable Float real(String name) {
    AttributeProto a = find(name, AttributeType.FLOAT);
    return a == null ? null : a.getF();
  }

  @Nullable String text(String name) {
    AttributeProto a = find(name, AttributeType.STRING);
    return a == null ? null : a.getS().toStringUtf8();
  }

  long @Nullable [] longs(String name) {
    AttributeProto a = find(name, AttributeType.INTS);
    return a == null ? null : a.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  int @Nullable [] ints(String name) {
    long[] longs = longs(name);
    if (longs == null) {
      return null;
    }
    int[] ints = new int[longs.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) longs[i];
      if (ints[i] != longs[i]) {
        throw fail(name, "has the element " + longs[i] + ", which is out of range");
      }
    }
    return ints;
  }

  float @Nullable [] reals(String name) {
    AttributeProto a = find(name, AttributeType.FLOATS);
    if (a == null) {
      return null;
    }
    float[] reals = new float[a.getFloatsCount()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = a.getFloats(i);
    }
    return reals;
  }

  @Nullable List<String> texts(String name) {
    AttributeProto a = find(name, AttributeType.STRINGS);
    return a == null ? null : a.getStringsList().stream().map(ByteString::toStringUtf8).toList();
  }

  @Nullable Tensor tensor(String name) {
    String where = node + ": attribute '" + name + "'";
    AttributeProto a = attributes.get(name);
    if (a != null && type(a) == AttributeType.SPARSE_TENSOR) {
      return tensors.read(a.getSparseTensor(), where);
    }
    a = find(name, AttributeType.TENSOR);
    return a == null ? null : tensors.read(a.getT(), where);
  }

  @Nullable GraphProto graph(String name) {
    AttributeProto a = find(name, AttributeType.GRAPH);
    return a == null ? null : a.getG();
  }

  @Nullable TypeProto type(String name) {
    AttributeProto a = find(name, AttributeType.TYPE_PROTO);
    return a == null ? null : a.getTp();
  }

  private @Nullable AttributeProto find(String name, AttributeType wanted) {
    AttributeProto attribute = attributes.get(name);
    if (attribute != null && type(attribute) != wanted) {
      throw fail(name, "must be a " + wanted + ", but is a " + type(attribute));
    }
    return attribute;
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
