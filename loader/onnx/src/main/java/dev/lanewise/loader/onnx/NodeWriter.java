package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Node;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.tensor.Tensor;

/** A node of an ONNX file that is being written. */
final class NodeWriter {
  private final Node node;
  private final NodeProto.Builder proto = NodeProto.newBuilder();
  private int opset = 1;

  /** For a node of a graph. */
  NodeWriter(Node node) {
    this.node = node;
    proto.setName(node.name()).setOpType(node.op().name());
  }

  /** The message, without inputs and outputs. */
  NodeProto.Builder proto() {
    return proto;
  }

  /** The oldest operator set for which the node is right as it is written. */
  int opset() {
    return opset;
  }

  /** Says that the node is not right before an operator set. */
  NodeWriter since(int version) {
    opset = Math.max(opset, version);
    return this;
  }

  private AttributeProto.Builder attribute(String name, AttributeType type) {
    return proto.addAttributeBuilder().setName(name).setType(type);
  }

  NodeWriter integer(String name, long value) {
    attribute(name, AttributeType.INT).setI(value);
    return this;
  }

  NodeWriter flag(String name, boolean value) {
    return integer(name, value ? 1 : 0);
  }

  NodeWriter real(String name, float value) {
    attribute(name, AttributeType.FLOAT).setF(value);
    return this;
  }

  NodeWriter text(String name, String value) {
    attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
    return this;
  }

  /** Elements of an attribute that is left out if it has none. */
  NodeWriter ints(String name, int... values) {
    if (values.length > 0) {
      AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
      for (int value : values) {
        attribute.addInts(value);
      }
    }
    return this;
  }

  NodeWriter tensor(String name, Tensor value) {
    attribute(name, AttributeType.TENSOR).setT(TensorWriter.write("", value));
    return this;
  }

  /**
   * Checks that the node has a form in the file.
   *
   * @throws UnsupportedModelException with the reason if it has not
   */
  NodeWriter require(boolean holds, String reason) {
    if (!holds) {
      throw new UnsupportedModelException(node + " cannot be written to an ONNX file: " + reason);
    }
    return this;
  }
}
