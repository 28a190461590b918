package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.OperatorSetIdProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Short forms for models as messages. */
final class Protos {
  private Protos() {}

  static ModelProto.Builder model(GraphProto.Builder graph, FunctionProto.Builder... functions) {
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(9).addOpsetImport(opset("", 17)).setGraph(graph);
    Arrays.stream(functions).forEach(model::addFunctions);
    return model;
  }

  static OperatorSetIdProto.Builder opset(String domain, int version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version);
  }

  static GraphProto.Builder graph(NodeProto.Builder... nodes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
    Arrays.stream(nodes).forEach(graph::addNode);
    return graph;
  }

  /** A graph with input x and output y, both float[2]. */
  static GraphProto.Builder xToY(NodeProto.Builder... nodes) {
    return graph(nodes).addInput(value("x", floats(2))).addOutput(value("y", floats(2)));
  }

  static TensorType floats(int... dims) {
    return new TensorType(DType.FLOAT, Shape.of(dims));
  }

  static ValueInfoProto.Builder value(String name, Type type) {
    return ValueInfoProto.newBuilder().setName(name).setType(type(type));
  }

  private static TypeProto type(Type type) {
    try {
      return TypeProto.parseFrom(DataTypes.proto(type).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tensor as it is written, read by protobuf. */
  static TensorProto tensor(String name, Tensor tensor) {
    try {
      return TensorProto.parseFrom(TensorWriter.write(name, tensor).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node of the form {@code "y1, y2 = Op(x1, x2)"}. */
  static NodeProto.Builder node(String text, AttributeProto.Builder... attributes) {
    int equals = text.indexOf('=');
    int open = text.indexOf('(');
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(text.substring(equals + 1, open).strip())
            .addAllOutput(names(text.substring(0, equals)))
            .addAllInput(names(text.substring(open + 1, text.indexOf(')'))));
    Arrays.stream(attributes).forEach(node::addAttribute);
    return node;
  }

  private static List<String> names(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  static FunctionProto.Builder function(
      String name, String inputs, String outputs, NodeProto.Builder... nodes) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setDomain("local")
            .setName(name)
            .addAllInput(names(inputs))
            .addAllOutput(names(outputs))
            .addOpsetImport(opset("", 17));
    Arrays.stream(nodes).forEach(function::addNode);
    return function;
  }

  static NodeProto.Builder call(String text, AttributeProto.Builder... attributes) {
    return node(text, attributes).setDomain("local");
  }

  static AttributeProto.Builder attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value);
  }

  static AttributeProto.Builder attribute(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value);
  }

  static AttributeProto.Builder attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }

  static AttributeProto.Builder attribute(String name, GraphProto.Builder value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.GRAPH).setG(value);
  }

  static AttributeProto.Builder reference(String name, AttributeType type, String to) {
    return AttributeProto.newBuilder().setName(name).setType(type).setRefAttrName(to);
  }
}
