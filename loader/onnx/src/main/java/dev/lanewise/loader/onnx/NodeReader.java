package dev.lanewise.loader.onnx;

import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.loader.operators.OperatorTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of a file: finds its inputs in the scope around it, and defines its outputs there. */
final class NodeReader {
  private final NodeProto proto;
  private final Scope scope;
  private final ProtoAttributes attributes;
  private final OnnxNode node;

  /** The node of a scope, whose inputs must be defined. */
  NodeReader(NodeProto proto, Scope scope, GraphReader reader) {
    this.proto = proto;
    this.scope = scope;
    OnnxNode.Identity identity =
        new OnnxNode.Identity(
            scope.globalName(label(proto)),
            proto.getOpType(),
            OperatorTable.normalize(proto.getDomain()),
            scope.opsets().version(proto.getDomain()));
    this.attributes = new ProtoAttributes(proto, identity.toString(), scope, reader);
    List<@Nullable Value> inputs = new ArrayList<>();
    for (String input : proto.getInputList()) {
      if (!input.isEmpty() && !scope.isDefined(input)) {
        throw identity.fail("reads value '" + input + "', which nothing before it defines");
      }
      inputs.add(input.isEmpty() ? null : scope.get(input));
    }
    List<String> outputs = new ArrayList<>();
    for (String output : proto.getOutputList()) {
      outputs.add(output.isEmpty() ? "" : scope.globalName(output));
    }
    this.node = new OnnxNode(identity, attributes, inputs, outputs, scope.builder());
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

  /** The node as a line of the table sees it. */
  OnnxNode node() {
    return node;
  }

  /** All attributes by name. */
  Map<String, AttributeProto> attributes() {
    return attributes.all();
  }

  /** What outputs of a function that this node calls are named in the graph. */
  Map<String, String> outputNames(FunctionProto function) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < node.outputs(); i++) {
      if (!proto.getOutput(i).isEmpty()) {
        names.put(function.getOutput(i), scope.globalName(proto.getOutput(i)));
      }
    }
    return names;
  }

  /** Defines what the node was read as under the names of its outputs. */
  void define(List<Value> results) {
    for (int i = 0; i < results.size(); i++) {
      String output = proto.getOutput(i);
      if (!output.isEmpty()) {
        if (scope.isDefined(output)) {
          throw node.fail("computes value '" + output + "', which is defined already");
        }
        scope.define(output, results.get(i));
      }
    }
  }
}
