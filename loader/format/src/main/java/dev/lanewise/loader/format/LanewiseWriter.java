package dev.lanewise.loader.format;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.operators.AtomicFile;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes model files of Lanewise, see {@link LanewiseFile}. */
public final class LanewiseWriter {
  /** The data of the tensors begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<StoredTensor> tensors = new ArrayList<>();

  private LanewiseWriter(
      String kind, String model, Map<String, Tensor> named, WriteOptions options) {
    named.forEach((name, tensor) -> tensors.add(StoredTensor.of(name, tensor, options.weights())));
    // Wide elements first: each tensor is then aligned to its elements without gaps.
    tensors.sort(Comparator.comparingInt((StoredTensor t) -> -t.type().bytes()));
    Map<String, Object> descriptions = new LinkedHashMap<>();
    tensors.forEach(t -> descriptions.put(t.name(), t.description()));
    String described = JsonWriter.write(descriptions);
    metadata.put(LanewiseFile.FORMAT, "lanewise");
    metadata.put("producer", "lanewise");
    metadata.putAll(options.info());
    metadata.put(LanewiseFile.VERSION, String.valueOf(LanewiseFile.NEWEST_VERSION));
    metadata.put(kind, model);
    metadata.put(LanewiseFile.TENSORS, described);
    metadata.put(LanewiseFile.CHECKSUM, Checksum.of(model, described));
  }

  /**
   * Writes a graph to a file, which appears only when it is complete.
   *
   * @throws UnsupportedModelException if an operator has no form in files
   */
  public static void write(Graph graph, WriteOptions options, Path file) {
    LanewiseWriter writer = of(graph, options);
    AtomicFile.write(file, writer::writeTo);
  }

  /** Writes a graph to a stream, which stays open. */
  public static void write(Graph graph, WriteOptions options, OutputStream out) throws IOException {
    of(graph, options).writeTo(out);
  }

  /**
   * Writes a configuration and the weights of its model to a file, which appears only when it is
   * complete.
   *
   * @param config in the JSON form of Keras
   * @param weights by the names under which the configuration's reader looks for them
   */
  public static void write(
      String config, Map<String, Tensor> weights, WriteOptions options, Path file) {
    LanewiseWriter writer = new LanewiseWriter(LanewiseFile.CONFIG, config, weights, options);
    AtomicFile.write(file, writer::writeTo);
  }

  private static LanewiseWriter of(Graph graph, WriteOptions options) {
    GraphJsonWriter json = new GraphJsonWriter();
    Graph stored = options.weights() == WeightType.INT8 ? QuantisedWeights.of(graph) : graph;
    String text = JsonWriter.write(json.write(stored));
    return new LanewiseWriter(LanewiseFile.GRAPH, text, json.tensors(), options);
  }

  private void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    length.putLong(0, header.length);
    out.write(length.array());
    out.write(header);
    for (StoredTensor tensor : tensors) {
      out.write(tensor.encode());
    }
  }

  private byte[] header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(Safetensors.METADATA, metadata);
    long at = 0;
    for (StoredTensor tensor : tensors) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.type().name());
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(at, at + tensor.length()));
      header.put(tensor.name(), entry);
      at += tensor.length();
    }
    byte[] text = JsonWriter.write(header).getBytes(StandardCharsets.UTF_8);
    int end = Safetensors.LENGTH_BYTES + text.length;
    int padded = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - Safetensors.LENGTH_BYTES;
    if (padded > Safetensors.MAX_HEADER_BYTES) {
      throw new UnsupportedModelException(
          "the description of the model has "
              + text.length
              + " bytes; the limit is "
              + Safetensors.MAX_HEADER_BYTES);
    }
    byte[] header64 = Arrays.copyOf(text, padded);
    Arrays.fill(header64, text.length, padded, (byte) ' ');
    return header64;
  }
}
