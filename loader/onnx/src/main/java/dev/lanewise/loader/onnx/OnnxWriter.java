package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
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
    MessageWriter model = model(graph);
    AtomicFile.write(file, model::writeTo);
  }

  /** The content of the file. */
  static byte[] bytes(Graph graph) {
    return model(graph).toByteArray();
  }

  private static MessageWriter model(Graph graph) {
    GraphWriter writer = new GraphWriter();
    MessageWriter proto = writer.write(graph);
    int version = irVersion(writer.opsets().getOrDefault(OperatorTable.ONNX, 1));
    MessageWriter model =
        new MessageWriter()
            .number(OnnxSchema.MODEL_IR_VERSION, version)
            .text(OnnxSchema.MODEL_PRODUCER_NAME, "lanewise")
            .message(OnnxSchema.MODEL_GRAPH, proto);
    writer
        .opsets()
        .forEach(
            (domain, opset) ->
                model.message(
                    OnnxSchema.MODEL_OPSET_IMPORT,
                    new MessageWriter()
                        .text(OnnxSchema.OPSET_DOMAIN, domain)
                        .number(OnnxSchema.OPSET_VERSION, opset)));
    return model;
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
