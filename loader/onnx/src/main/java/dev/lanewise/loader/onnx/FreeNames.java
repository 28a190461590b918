package dev.lanewise.loader.onnx;

import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names that a subgraph reads but does not define, itself or in the subgraphs of its nodes. */
final class FreeNames {
  private FreeNames() {}

  /** The free names of a graph in the order in which they are first read. */
  static Set<String> of(GraphProto graph) {
    Set<String> defined = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      defined.add(input.getName());
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      defined.add(tensor.getName());
    }
    for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
      defined.add(tensor.getValues().getName());
    }
    for (NodeProto node : graph.getNodeList()) {
      defined.addAll(node.getOutputList());
    }
    Set<String> read = new LinkedHashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
      for (AttributeProto attribute : node.getAttributeList()) {
        for (GraphProto inner : ProtoAttributes.graphs(attribute)) {
          read.addAll(of(inner));
        }
      }
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      read.add(output.getName());
    }
    read.removeAll(defined);
    read.remove("");
    return read;
  }
}
