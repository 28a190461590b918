package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.OperatorSetIdProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
import dev.lanewise.loader.operators.AtomicFile;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.NodeWriter;
import dev.lanewise.loader.operators.OperatorWriters;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes graphs as ONNX files, for operator set 17 or the oldest newer one that suffices. */
public final class OnnxWriter {
  private static final int OLDEST_OPSET = 17;

  /** Protobuf messages are smaller than 2 GB; some room is left for the structure. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final GraphProto.Builder target = GraphProto.newBuilder();
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private int opset = OLDEST_OPSET;
  private long bytes;

  private OnnxWriter() {}

  /**
   * Writes a file; it appears only when it is complete.
   *
   * @throws UnsupportedModelException if an operator cannot be written, or if the file would exceed
   *     2 GB
   */
  public static void write(Graph graph, Path file) {
    ModelProto model = new OnnxWriter().model(graph);
    AtomicFile.write(file, model::writeTo);
  }

  /** The content of the file. */
  static byte[] bytes(Graph graph) {
    return new OnnxWriter().model(graph).toByteArray();
  }

  private ModelProto model(Graph graph) {
    target.setName(graph.name());
    // Inputs and outputs keep their names; others give way.
    graph.inputs().forEach(v -> names.put(v, unique(v.name())));
    graph.outputs().stream().filter(v -> v.constant() == null).forEach(this::nameOutput);
    graph.inputs().forEach(v -> target.addInput(info(v)));
    graph.nodes().forEach(this::node);
    graph.outputs().forEach(v -> target.addOutput(info(v)));
    return ModelProto.newBuilder()
        .setIrVersion(irVersion(opset))
        .setProducerName("lanewise")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(target)
        .build();
  }

  /** The file format that came with an operator set. */
  private static int irVersion(int opset) {
    if (opset <= 18) {
      return 8;
    } else if (opset <= 20) {
      return 9;
    }
    return opset <= 22 ? 10 : Math.min(opset - 12, 13);
  }

  private void nameOutput(Value output) {
    names.computeIfAbsent(output, v -> unique(v.name()));
  }

  private String unique(String name) {
    String candidate = name;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  private void node(Node node) {
    NodeWriter writer = OperatorWriters.write(node);
    opset = Math.max(opset, writer.opset());
    NodeProto.Builder n = NodeProto.newBuilder().setName(node.name()).setOpType(writer.operator());
    writer.attributes().forEach((name, a) -> n.addAttribute(AttributeWriter.write(name, a)));
    for (Value v : node.inputs()) {
      n.addInput(v == null ? "" : name(v));
    }
    for (Value v : node.outputs()) {
      n.addOutput(name(v));
    }
    target.addNode(n);
  }

  private String name(Value v) {
    String known = names.get(v);
    if (known != null) {
      return known;
    }
    String name = unique(v.name());
    names.put(v, name);
    Tensor constant = v.constant();
    if (constant != null) {
      bytes += ElementData.bytes(constant.dtype(), constant.size());
      if (bytes > MAX_BYTES) {
        throw new UnsupportedModelException("ONNX files with more than 2 GB are not written");
      }
      target.addInitializer(TensorWriter.write(name, constant));
    }
    return name;
  }

  private ValueInfoProto info(Value v) {
    return ValueInfoProto.newBuilder().setName(name(v)).setType(DataTypes.proto(v.type())).build();
  }
}
