package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.loader.operators.OperatorTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through a whole model, subgraphs and called functions included, for operators and element
 * types that cannot be read, so that all of them can be named at once.
 */
final class SupportCheck {
  /** Nodes named for one operator; the others are counted. */
  private static final int MAX_NAMES = 1000;

  private record Missing(String operator, String domain, int opset) {}

  private final OperatorTable table;
  private final Map<FunctionKey, Message> functions;
  private final Set<FunctionKey> visited = new HashSet<>();
  private final Map<Missing, List<String>> missing = new LinkedHashMap<>();
  private final List<String> unknownTypes = new ArrayList<>();

  SupportCheck(OperatorTable table, Map<FunctionKey, Message> functions) {
    this.table = table;
    this.functions = functions;
  }

  /**
   * Checks a model's graph.
   *
   * @throws UnsupportedModelException that names everything that is not supported
   */
  void check(Message graph, OpsetImports opsets) {
    graph(graph, opsets, "");
    if (missing.isEmpty() && unknownTypes.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>(unknownTypes);
    missing.forEach((what, nodes) -> parts.add(describe(what, nodes)));
    throw new UnsupportedModelException(
        "the model uses what Lanewise does not support: " + String.join("; ", parts));
  }

  private String describe(Missing what, List<String> nodes) {
    String versions = table.versions(what.domain, what.operator);
    String names = String.join(", ", nodes.subList(0, Math.min(nodes.size(), MAX_NAMES)));
    return "operator "
        + what.operator
        + " of domain '"
        + (what.domain.isEmpty() ? "ai.onnx" : what.domain)
        + "', opset "
        + what.opset
        + (versions.isEmpty() ? "" : " (supported: " + versions + ")")
        + ", in "
        + names
        + (nodes.size() > MAX_NAMES ? " and " + (nodes.size() - MAX_NAMES) + " more" : "");
  }

  private void graph(Message graph, OpsetImports opsets, String prefix) {
    for (Message tensor : graph.messages(OnnxSchema.GRAPH_INITIALIZER)) {
      initializer(tensor);
    }
    for (Message tensor : graph.messages(OnnxSchema.GRAPH_SPARSE_INITIALIZER)) {
      initializer(tensor.message(OnnxSchema.SPARSE_VALUES));
    }
    for (Message input : graph.messages(OnnxSchema.GRAPH_INPUT)) {
      type(
          input.message(OnnxSchema.VALUE_TYPE),
          "input '" + input.text(OnnxSchema.VALUE_NAME) + "'");
    }
    nodes(graph.messages(OnnxSchema.GRAPH_NODE), opsets, prefix);
  }

  private void initializer(Message tensor) {
    type(
        tensor.number(OnnxSchema.TENSOR_DATA_TYPE),
        "initializer '" + tensor.text(OnnxSchema.TENSOR_NAME) + "'");
  }

  private void nodes(List<Message> nodes, OpsetImports opsets, String prefix) {
    for (Message node : nodes) {
      String name = prefix + NodeReader.label(node);
      FunctionKey key = FunctionKey.called(node);
      Message function = functions.get(key);
      if (function != null) {
        if (visited.add(key)) {
          nodes(
              function.messages(OnnxSchema.FUNCTION_NODE),
              opsets.with(function.messages(OnnxSchema.FUNCTION_OPSET_IMPORT)),
              "function " + key.name() + "/");
        }
      } else {
        int opset = opsets.version(key.domain());
        if (table.find(key.domain(), key.name(), opset) == null) {
          missing
              .computeIfAbsent(new Missing(key.name(), key.domain(), opset), k -> new ArrayList<>())
              .add("node '" + name + "'");
        }
      }
      for (Message attribute : node.messages(OnnxSchema.NODE_ATTRIBUTE)) {
        attribute(attribute, opsets, name);
      }
    }
  }

  private void attribute(Message attribute, OpsetImports opsets, String node) {
    for (Message graph : MessageAttributes.graphs(attribute)) {
      graph(graph, opsets, node + "/");
    }
    if (attribute.has(OnnxSchema.ATTRIBUTE_T)) {
      type(
          attribute.message(OnnxSchema.ATTRIBUTE_T).number(OnnxSchema.TENSOR_DATA_TYPE),
          "attribute '" + attribute.text(OnnxSchema.ATTRIBUTE_NAME) + "' of node '" + node + "'");
    }
  }

  private void type(Message type, String where) {
    int kind = type.chosen();
    Message content = kind == 0 ? type : type.message(kind);
    switch (kind) {
      case OnnxSchema.TYPE_TENSOR -> type(content.number(OnnxSchema.TENSOR_TYPE_ELEM_TYPE), where);
      case OnnxSchema.TYPE_SEQUENCE, OnnxSchema.TYPE_OPTIONAL ->
          type(content.message(OnnxSchema.ELEMENT_TYPE), where);
      case OnnxSchema.TYPE_MAP -> type(content.message(OnnxSchema.MAP_TYPE_VALUE), where);
      case OnnxSchema.TYPE_SPARSE_TENSOR -> unknownTypes.add(where + " is a sparse tensor");
      case OnnxSchema.TYPE_OPAQUE -> unknownTypes.add(where + " has an opaque type");
      default -> {}
    }
  }

  private void type(long number, String where) {
    if (!ElementTypes.isNumber(number)) {
      unknownTypes.add(where + " has element type number " + number);
    }
  }
}
