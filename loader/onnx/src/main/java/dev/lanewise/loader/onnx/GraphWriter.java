package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.Attribute;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.loader.operators.NodeWriter;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.loader.operators.OperatorWriters;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The graph of one model and the graphs inside of it as messages. All names are unique in the whole
 * model, so that a graph inside reads what is around it by name. All constants are initialisers of
 * the model's graph.
 */
final class GraphWriter {
  private static final int OLDEST_OPSET = 17;

  /** The operator set of {@code ai.onnx.ml} that belongs to the oldest one. */
  private static final int OLDEST_ML = 3;

  /** Protobuf messages are smaller than 2 GB; some room is left for the structure. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final List<MessageWriter> initializers = new ArrayList<>();
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Map<String, Integer> opsets =
      new TreeMap<>(Map.of(OperatorTable.ONNX, OLDEST_OPSET));
  private long bytes;

  /** The operator sets that what has been written needs, by domain. */
  Map<String, Integer> opsets() {
    return opsets;
  }

  /** The graph of the model. */
  MessageWriter write(Graph graph) {
    // Inputs and outputs keep their names; others give way.
    graph.inputs().forEach(v -> names.put(v, unique(v.name())));
    graph.outputs().stream().filter(v -> v.constant() == null).forEach(this::nameOutput);
    MessageWriter target = new MessageWriter().text(OnnxSchema.GRAPH_NAME, graph.name());
    graph.inputs().forEach(v -> target.message(OnnxSchema.GRAPH_INPUT, info(v, name(v))));
    graph.nodes().forEach(n -> node(n, target));
    graph.outputs().forEach(v -> target.message(OnnxSchema.GRAPH_OUTPUT, info(v, name(v))));
    initializers.forEach(t -> target.message(OnnxSchema.GRAPH_INITIALIZER, t));
    return target;
  }

  private void nameOutput(Value output) {
    names.computeIfAbsent(output, v -> unique(v.name()));
  }

  /** A graph inside of a node; inputs from {@code formals} on are values around the node. */
  private MessageWriter inner(Graph graph, int formals, Node node, int captures) {
    MessageWriter target = new MessageWriter().text(OnnxSchema.GRAPH_NAME, graph.name());
    List<Value> inputs = graph.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Value around = i < formals ? null : node.input(captures + i - formals);
      names.put(inputs.get(i), around == null ? unique(inputs.get(i).name()) : name(around));
      if (around == null) {
        target.message(OnnxSchema.GRAPH_INPUT, info(inputs.get(i), name(inputs.get(i))));
      }
    }
    graph.nodes().forEach(n -> node(n, target));
    Set<Value> listed = new HashSet<>();
    for (Value v : graph.outputs()) {
      boolean own = graph.producer(v) != null && listed.add(v);
      target.message(OnnxSchema.GRAPH_OUTPUT, info(v, own ? name(v) : copy(v, target)));
    }
    return target;
  }

  /** The name of a copy: outputs of an inner graph must be computed in it. */
  private String copy(Value v, MessageWriter target) {
    String copy = unique(v.name());
    target.message(
        OnnxSchema.GRAPH_NODE,
        new MessageWriter()
            .text(OnnxSchema.NODE_NAME, unique(copy, nodeNames))
            .text(OnnxSchema.NODE_OP_TYPE, "Identity")
            .text(OnnxSchema.NODE_INPUT, name(v))
            .text(OnnxSchema.NODE_OUTPUT, copy));
    return copy;
  }

  private String unique(String name) {
    return unique(name, taken);
  }

  private static String unique(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 1; candidate.isEmpty() || !taken.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  private void node(Node node, MessageWriter target) {
    NodeWriter writer = OperatorWriters.write(node);
    if (writer.extension() != null) {
      throw new UnsupportedModelException(
          node + " cannot be written to an ONNX file, which does not have " + writer.extension());
    }
    String domain = writer.domain();
    opsets.merge(domain, Math.max(oldest(domain), writer.opset()), Math::max);
    MessageWriter n =
        new MessageWriter()
            .text(OnnxSchema.NODE_NAME, unique(node.name(), nodeNames))
            .text(OnnxSchema.NODE_OP_TYPE, writer.operator())
            .text(OnnxSchema.NODE_DOMAIN, domain);
    for (int i = 0; i < Math.min(writer.inputs(), node.inputs().size()); i++) {
      Value v = node.input(i);
      n.text(OnnxSchema.NODE_INPUT, v == null ? "" : name(v));
    }
    writer
        .attributes()
        .forEach(
            (name, a) -> n.message(OnnxSchema.NODE_ATTRIBUTE, attribute(name, a, node, writer)));
    for (Value v : node.outputs()) {
      n.text(OnnxSchema.NODE_OUTPUT, name(v));
    }
    target.message(OnnxSchema.GRAPH_NODE, n);
  }

  private static int oldest(String domain) {
    return switch (domain) {
      case OperatorTable.ONNX -> OLDEST_OPSET;
      case "ai.onnx.ml" -> OLDEST_ML;
      default -> 1;
    };
  }

  private MessageWriter attribute(String name, Attribute value, Node node, NodeWriter writer) {
    if (!(value instanceof Attribute.OfGraph a)) {
      return AttributeWriter.write(name, value);
    }
    int captured = node.inputs().size() - writer.inputs();
    int formals = a.value().inputs().size() - captured;
    return AttributeWriter.begin(name, value.kind())
        .message(OnnxSchema.ATTRIBUTE_G, inner(a.value(), formals, node, writer.inputs()));
  }

  private String name(Value v) {
    String known = names.get(v);
    if (known != null) {
      return known;
    }
    String name = unique(v.name());
    names.put(v, name);
    need(v.type());
    Tensor constant = v.constant();
    if (constant != null) {
      bytes +=
          constant.dtype() == DType.STRING
              ? 0
              : ElementData.bytes(constant.dtype(), constant.size());
      if (bytes > MAX_BYTES) {
        throw new UnsupportedModelException("ONNX files with more than 2 GB are not written");
      }
      initializers.add(TensorWriter.write(name, constant));
    }
    return name;
  }

  private void need(Type type) {
    if (type instanceof TensorType t) {
      opsets.merge(OperatorTable.ONNX, ElementTypes.since(t.dtype()), Math::max);
    }
  }

  private MessageWriter info(Value v, String name) {
    need(v.type());
    return new MessageWriter()
        .text(OnnxSchema.VALUE_NAME, name)
        .message(OnnxSchema.VALUE_TYPE, DataTypes.proto(v.type()));
  }
}
