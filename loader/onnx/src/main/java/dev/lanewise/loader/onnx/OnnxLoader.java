package dev.lanewise.loader.onnx;

import dev.lanewise.error.LanewiseException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.operators.OperatorTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads ONNX model files: operator sets 1 to 27 of {@code ai.onnx}, {@code ai.onnx.ml}, and some
 * operators of {@code com.microsoft}.
 *
 * <p>All methods throw {@link ModelFormatException} if the file is malformed or exceeds a limit,
 * and {@link UnsupportedModelException} if it is well-formed but uses an operator, operator set or
 * element type that cannot be read; that message names every such node of the model.
 */
public final class OnnxLoader {
  /** Newest version of the file format that is read. */
  private static final long NEWEST_IR = 14;

  /** Larger files are mapped, which takes a cold JVM tens of milliseconds. */
  private static final int MAPPED_BYTES = 16 << 20;

  private static final int PIECE_BYTES = 1 << 18;

  private OnnxLoader() {}

  /** Reads a model file with the default limits. */
  public static Graph load(Path file) {
    return load(file, LoadLimits.DEFAULT);
  }

  /**
   * Reads a model file and the files beside it that hold its external data. Files of external data
   * and model files of more than 16 MB are mapped, and large weights stay in them until they are
   * used: they must not be changed as long as the graph is in use.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Graph load(Path file, LoadLimits limits) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return read(content(file), new ExternalFiles(folder), limits);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(file + ": " + clean(e), e);
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(file + ": " + clean(e), e);
    }
  }

  private static ByteBuffer content(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(Files.exists(file) ? "not a file" : "no such file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new ModelFormatException(
            "has " + channel.size() + " bytes; protobuf files are smaller than 2 GB");
      }
      return channel.size() > MAPPED_BYTES
          ? channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          : copy(channel);
    }
  }

  private static ByteBuffer copy(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) channel.size());
    int read = 0;
    while (read >= 0 && content.position() < content.capacity()) {
      // A channel keeps a buffer outside of the heap that is as large as the largest piece.
      content.limit(Math.min(content.capacity(), content.position() + PIECE_BYTES));
      read = channel.read(content);
    }
    return content.flip();
  }

  /** Reads a model from memory; the array must not be changed as long as the graph is in use. */
  public static Graph load(byte[] model) {
    return load(ByteBuffer.wrap(model));
  }

  /** Reads a model from the rest of a buffer, which must not be changed afterwards. */
  public static Graph load(ByteBuffer model) {
    return load(model, LoadLimits.DEFAULT);
  }

  /** Reads a model from the rest of a buffer; a model with external data is refused. */
  public static Graph load(ByteBuffer model, LoadLimits limits) {
    try {
      return read(model.slice(), new ExternalFiles(null), limits);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(clean(e), e);
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(clean(e), e);
    }
  }

  /** A message on one line, whatever the names in the file hold. */
  private static String clean(LanewiseException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Reads a model from a stream up to its end, and leaves the stream open.
   *
   * @throws UncheckedIOException if the stream fails
   */
  public static Graph load(InputStream model) {
    try {
      return load(model.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Graph read(ByteBuffer file, ExternalFiles external, LoadLimits limits) {
    Message model = MessageReader.read(file, OnnxSchema.MODEL, limits);
    long version = model.number(OnnxSchema.MODEL_IR_VERSION);
    if (version < 1 || !model.has(OnnxSchema.MODEL_GRAPH)) {
      throw new ModelFormatException("not an ONNX model: it has no graph or no format version");
    }
    if (version > NEWEST_IR) {
      throw new UnsupportedModelException(
          "the model has format (IR) version "
              + version
              + "; the newest one that is supported is "
              + NEWEST_IR);
    }
    Map<FunctionKey, Message> functions = new HashMap<>();
    for (Message function : model.messages(OnnxSchema.MODEL_FUNCTIONS)) {
      if (functions.put(FunctionKey.of(function), function) != null) {
        throw new ModelFormatException(
            "function '" + function.text(OnnxSchema.FUNCTION_NAME) + "' is defined twice");
      }
    }
    Message graph = model.message(OnnxSchema.MODEL_GRAPH);
    new ExpansionCheck(functions, limits).check(graph);
    OperatorTable table = OperatorTable.standard();
    OpsetImports opsets = OpsetImports.of(model.messages(OnnxSchema.MODEL_OPSET_IMPORT));
    new SupportCheck(table, functions).check(graph, opsets);
    TensorReader tensors = new TensorReader(external, limits);
    return new GraphReader(table, functions, tensors).read(graph, opsets);
  }
}
