package dev.lanewise.loader.onnx;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.OperatorSetIdProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes graphs as ONNX files (operator set 17). */
public final class OnnxWriter {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder target = GraphProto.newBuilder();
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private OnnxWriter() {}

  /**
   * Writes a file; it appears only when it is complete.
   *
   * @throws dev.lanewise.error.UnsupportedModelException if an operator or type of the graph cannot
   *     be written
   */
  public static void write(Graph graph, Path file) {
    ModelProto model = new OnnxWriter().model(graph);
    AtomicFile.write(file, model::writeTo);
  }

  private ModelProto model(Graph graph) {
    target.setName(graph.name());
    // Inputs and outputs keep their names; others give way.
    graph.inputs().forEach(v -> names.put(v, unique(v.name())));
    graph.outputs().forEach(v -> names.computeIfAbsent(v, k -> unique(k.name())));
    graph.inputs().forEach(v -> target.addInput(info(v)));
    graph.nodes().forEach(this::node);
    graph.outputs().forEach(v -> target.addOutput(info(v)));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("lanewise")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(target)
        .build();
  }

  private String unique(String name) {
    String candidate = name;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  private void node(Node node) {
    NodeProto.Builder n = NodeProto.newBuilder().setName(node.name());
    OperatorWriters.write(node, n);
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
    if (v.constant() != null) {
      target.addInitializer(TensorWriter.write(name, v.constant()));
    }
    return name;
  }

  private ValueInfoProto info(Value v) {
    return ValueInfoProto.newBuilder().setName(name(v)).setType(DataTypes.proto(v.type())).build();
  }
}
