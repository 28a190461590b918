package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Value;
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
final class MessageAttributes implements Attributes {
  private final Map<String, Message> attributes = new HashMap<>();
  private final String node;
  private final Scope scope;
  private final GraphReader reader;

  /**
   * The attributes of a node.
   *
   * @param node the node, for messages
   * @param scope what is around the node
   */
  MessageAttributes(Message proto, String node, Scope scope, GraphReader reader) {
    this.node = node;
    this.scope = scope;
    this.reader = reader;
    Scope.Call call = scope.call();
    for (Message given : proto.messages(OnnxSchema.NODE_ATTRIBUTE)) {
      Message attribute = given;
      String name = given.text(OnnxSchema.ATTRIBUTE_NAME);
      String reference = given.text(OnnxSchema.ATTRIBUTE_REF_ATTR_NAME);
      if (!reference.isEmpty()) {
        if (call == null) {
          throw fail(name, "refers to a function's attribute, outside of a function");
        }
        attribute = call.attributes().get(reference);
        if (attribute == null) {
          continue;
        }
        String declared = declaredType(given);
        if (declared != null && !declared.equals(type(attribute))) {
          throw fail(name, "is a " + declared + ", but stands for a " + type(attribute));
        }
      }
      if (attributes.put(name, attribute) != null) {
        throw fail(name, "is given twice");
      }
    }
  }

  /** The graphs that an attribute holds. */
  static List<Message> graphs(Message attribute) {
    List<Message> graphs = new ArrayList<>(attribute.messages(OnnxSchema.ATTRIBUTE_GRAPHS));
    graphs.addAll(attribute.messages(OnnxSchema.ATTRIBUTE_G));
    return graphs;
  }

  /** All attributes by name. */
  Map<String, Message> all() {
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
    Message a = attributes.get(name);
    if (a == null) {
      return null;
    }
    String where = node + ": attribute '" + name + "'";
    return switch (type(a)) {
      case "INT" -> new Attribute.Int(a.number(OnnxSchema.ATTRIBUTE_I));
      case "FLOAT" -> new Attribute.Real(a.real(OnnxSchema.ATTRIBUTE_F));
      case "STRING" -> new Attribute.Text(a.text(OnnxSchema.ATTRIBUTE_S));
      case "INTS" -> new Attribute.Ints(a.numbers(OnnxSchema.ATTRIBUTE_INTS));
      case "FLOATS" -> new Attribute.Reals(a.reals(OnnxSchema.ATTRIBUTE_FLOATS));
      case "STRINGS" -> new Attribute.Texts(a.texts(OnnxSchema.ATTRIBUTE_STRINGS));
      case "TENSOR" ->
          new Attribute.OfTensor(reader.tensors().read(a.message(OnnxSchema.ATTRIBUTE_T), where));
      case "SPARSE_TENSOR" ->
          new Attribute.OfTensor(
              reader.tensors().readSparse(a.message(OnnxSchema.ATTRIBUTE_SPARSE_TENSOR), where));
      case "TYPE_PROTO" ->
          new Attribute.OfType(DataTypes.type(a.message(OnnxSchema.ATTRIBUTE_TP), where));
      default -> new Attribute.Other(type(a));
    };
  }

  @Override
  public Bodies subgraphs(List<String> names, List<? extends Type> formals, OnnxNode of) {
    List<Message> graphs = new ArrayList<>();
    for (String name : names) {
      Message attribute = attributes.get(name);
      if (attribute == null) {
        throw fail(name, "is missing");
      }
      graphs.add(attribute.message(OnnxSchema.ATTRIBUTE_G));
    }
    return reader.bodies(graphs, formals, scope, of);
  }

  /** The type of an attribute; the oldest files leave it to be seen from the value. */
  static String type(Message a) {
    String declared = declaredType(a);
    if (declared != null && !declared.equals("UNDEFINED")) {
      return declared;
    } else if (a.has(OnnxSchema.ATTRIBUTE_F)) {
      return "FLOAT";
    } else if (a.has(OnnxSchema.ATTRIBUTE_I)) {
      return "INT";
    } else if (a.has(OnnxSchema.ATTRIBUTE_S)) {
      return "STRING";
    } else if (a.has(OnnxSchema.ATTRIBUTE_T)) {
      return "TENSOR";
    } else if (a.has(OnnxSchema.ATTRIBUTE_G)) {
      return "GRAPH";
    } else if (a.has(OnnxSchema.ATTRIBUTE_INTS)) {
      return "INTS";
    } else if (a.has(OnnxSchema.ATTRIBUTE_FLOATS)) {
      return "FLOATS";
    } else if (a.has(OnnxSchema.ATTRIBUTE_STRINGS)) {
      return "STRINGS";
    }
    return "UNDEFINED";
  }

  private static @Nullable String declaredType(Message a) {
    long number = a.number(OnnxSchema.ATTRIBUTE_TYPE);
    List<String> types = OnnxSchema.ATTRIBUTE_TYPES;
    return a.has(OnnxSchema.ATTRIBUTE_TYPE) && number >= 0 && number < types.size()
        ? types.get((int) number)
        : null;
  }

  private ModelFormatException fail(String attribute, String message) {
    return new ModelFormatException(node + ": attribute '" + attribute + "' " + message);
  }
}
