package dev.lanewise.loader.onnx;

import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.loader.operators.OperatorTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of a file: finds its inputs in the scope around it, and defines its outputs there. */
final class NodeReader {
  private final List<String> outputs;
  private final Scope scope;
  private final MessageAttributes attributes;
  private final OnnxNode node;

  /** The node of a scope, whose inputs must be defined. */
  NodeReader(Message proto, Scope scope, GraphReader reader) {
    this.outputs = proto.texts(OnnxSchema.NODE_OUTPUT);
    this.scope = scope;
    OnnxNode.Identity identity =
        new OnnxNode.Identity(
            scope.globalName(label(proto)),
            proto.text(OnnxSchema.NODE_OP_TYPE),
            OperatorTable.normalize(proto.text(OnnxSchema.NODE_DOMAIN)),
            scope.opsets().version(proto.text(OnnxSchema.NODE_DOMAIN)));
    this.attributes = new MessageAttributes(proto, identity.toString(), scope, reader);
    List<@Nullable Value> inputs = new ArrayList<>();
    for (String input : proto.texts(OnnxSchema.NODE_INPUT)) {
      if (!input.isEmpty() && !scope.isDefined(input)) {
        throw identity.fail("reads value '" + input + "', which nothing before it defines");
      }
      inputs.add(input.isEmpty() ? null : scope.get(input));
    }
    List<String> global = new ArrayList<>();
    for (String output : outputs) {
      global.add(output.isEmpty() ? "" : scope.globalName(output));
    }
    this.node = new OnnxNode(identity, attributes, inputs, global, scope.builder());
  }

  /** What a node is called in messages: its name, else that of its first output. */
  static String label(Message proto) {
    String name = proto.text(OnnxSchema.NODE_NAME);
    if (!name.isEmpty()) {
      return name;
    }
    List<String> outputs = proto.texts(OnnxSchema.NODE_OUTPUT);
    return outputs.isEmpty() || outputs.get(0).isEmpty()
        ? proto.text(OnnxSchema.NODE_OP_TYPE)
        : outputs.get(0);
  }

  /** The node as a line of the table sees it. */
  OnnxNode node() {
    return node;
  }

  /** All attributes by name. */
  Map<String, Message> attributes() {
    return attributes.all();
  }

  /** What outputs of a function that this node calls are named in the graph. */
  Map<String, String> outputNames(List<String> results) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < node.outputs(); i++) {
      if (!outputs.get(i).isEmpty()) {
        names.put(results.get(i), scope.globalName(outputs.get(i)));
      }
    }
    return names;
  }

  /** Defines what the node was read as under the names of its outputs. */
  void define(List<Value> results) {
    for (int i = 0; i < results.size(); i++) {
      String output = outputs.get(i);
      if (!output.isEmpty()) {
        if (scope.isDefined(output)) {
          throw node.fail("computes value '" + output + "', which is defined already");
        }
        scope.define(output, results.get(i));
      }
    }
  }
}
