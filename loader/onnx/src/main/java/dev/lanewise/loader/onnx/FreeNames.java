package dev.lanewise.loader.onnx;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names that a subgraph reads but does not define, itself or in the subgraphs of its nodes. */
final class FreeNames {
  private FreeNames() {}

  /** The free names of a graph in the order in which they are first read. */
  static Set<String> of(Message graph) {
    Set<String> defined = new HashSet<>();
    for (Message input : graph.messages(OnnxSchema.GRAPH_INPUT)) {
      defined.add(input.text(OnnxSchema.VALUE_NAME));
    }
    for (Message tensor : graph.messages(OnnxSchema.GRAPH_INITIALIZER)) {
      defined.add(tensor.text(OnnxSchema.TENSOR_NAME));
    }
    for (Message tensor : graph.messages(OnnxSchema.GRAPH_SPARSE_INITIALIZER)) {
      defined.add(tensor.message(OnnxSchema.SPARSE_VALUES).text(OnnxSchema.TENSOR_NAME));
    }
    for (Message node : graph.messages(OnnxSchema.GRAPH_NODE)) {
      defined.addAll(node.texts(OnnxSchema.NODE_OUTPUT));
    }
    Set<String> read = new LinkedHashSet<>();
    for (Message node : graph.messages(OnnxSchema.GRAPH_NODE)) {
      read.addAll(node.texts(OnnxSchema.NODE_INPUT));
      for (Message attribute : node.messages(OnnxSchema.NODE_ATTRIBUTE)) {
        for (Message inner : MessageAttributes.graphs(attribute)) {
          read.addAll(of(inner));
        }
      }
    }
    for (Message output : graph.messages(OnnxSchema.GRAPH_OUTPUT)) {
      read.add(output.text(OnnxSchema.VALUE_NAME));
    }
    read.removeAll(defined);
    read.remove("");
    return read;
  }
}
