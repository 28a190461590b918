package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto.DataType;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
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
  private final Map<FunctionKey, FunctionProto> functions;
  private final Set<FunctionKey> visited = new HashSet<>();
  private final Map<Missing, List<String>> missing = new LinkedHashMap<>();
  private final List<String> unknownTypes = new ArrayList<>();

  SupportCheck(OperatorTable table, Map<FunctionKey, FunctionProto> functions) {
    this.table = table;
    this.functions = functions;
  }

  /**
   * Checks a model's graph.
   *
   * @throws UnsupportedModelException that names everything that is not supported
   */
  void check(GraphProto graph, OpsetImports opsets) {
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

  private void graph(GraphProto graph, OpsetImports opsets, String prefix) {
    for (TensorProto tensor : graph.getInitializerList()) {
      type(tensor.getDataType(), "initializer '" + tensor.getName() + "'");
    }
    for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
      type(tensor.getValues().getDataType(), "initializer '" + tensor.getValues().getName() + "'");
    }
    for (ValueInfoProto input : graph.getInputList()) {
      type(input.getType(), "input '" + input.getName() + "'");
    }
    nodes(graph.getNodeList(), opsets, prefix);
  }

  private void nodes(List<NodeProto> nodes, OpsetImports opsets, String prefix) {
    for (NodeProto node : nodes) {
      String name = prefix + NodeReader.label(node);
      FunctionKey key = FunctionKey.of(node);
      FunctionProto function = functions.get(key);
      if (function != null) {
        if (visited.add(key)) {
          nodes(
              function.getNodeList(),
              opsets.with(function.getOpsetImportList()),
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
      for (AttributeProto attribute : node.getAttributeList()) {
        attribute(attribute, opsets, name);
      }
    }
  }

  private void attribute(AttributeProto attribute, OpsetImports opsets, String node) {
    for (GraphProto graph : ProtoAttributes.graphs(attribute)) {
      graph(graph, opsets, node + "/");
    }
    if (attribute.hasT()) {
      type(
          attribute.getT().getDataType(),
          "attribute '" + attribute.getName() + "' of node '" + node + "'");
    }
  }

  private void type(TypeProto type, String where) {
    switch (type.getValueCase()) {
      case TENSOR_TYPE -> type(type.getTensorType().getElemType(), where);
      case SEQUENCE_TYPE -> type(type.getSequenceType().getElemType(), where);
      case OPTIONAL_TYPE -> type(type.getOptionalType().getElemType(), where);
      case MAP_TYPE -> type(type.getMapType().getValueType(), where);
      case SPARSE_TENSOR_TYPE -> unknownTypes.add(where + " is a sparse tensor");
      case OPAQUE_TYPE -> unknownTypes.add(where + " has an opaque type");
      case VALUE_NOT_SET -> {}
    }
  }

  private void type(int number, String where) {
    if (DataType.forNumber(number) == null) {
      unknownTypes.add(where + " has element type number " + number);
    }
  }
}
