package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.OperatorSetIdProto;
import dev.lanewise.loader.operators.AtomicFile;
import dev.lanewise.loader.operators.OperatorTable;
import java.nio.file.Path;

/** Writes graphs as ONNX files, for operator set 17 or the oldest newer one that suffices. */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * Writes a file; it appears only when it is complete.
   *
   * @throws UnsupportedModelException if an operator cannot be written, or if the file would exceed
   *     2 GB
   */
  public static void write(Graph graph, Path file) {
    ModelProto model = model(graph);
    AtomicFile.write(file, model::writeTo);
  }

  /** The content of the file. */
  static byte[] bytes(Graph graph) {
    return model(graph).toByteArray();
  }

  private static ModelProto model(Graph graph) {
    GraphWriter writer = new GraphWriter();
    GraphProto proto = writer.write(graph);
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(irVersion(writer.opsets().getOrDefault(OperatorTable.ONNX, 1)))
            .setProducerName("lanewise")
            .setGraph(proto);
    writer
        .opsets()
        .forEach(
            (domain, version) ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.build();
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
}
