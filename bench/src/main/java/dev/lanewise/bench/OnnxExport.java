package dev.lanewise.bench;

import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.OnnxWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model as an ONNX file: its own, else a temporary one that is written when it is needed. */
final class OnnxExport implements AutoCloseable {
  private final Path original;
  private final Graph graph;
  private @Nullable Path written;

  OnnxExport(Path original, Graph graph) {
    this.original = original;
    this.graph = graph;
  }

  /** The file. */
  Path file() {
    if (original.getFileName().toString().endsWith(".onnx")) {
      return original;
    }
    Path file = written;
    if (file == null) {
      try {
        file = Files.createTempFile("lanewise-bench", ".onnx");
        file.toFile().deleteOnExit();
        OnnxWriter.write(graph, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written = file;
    }
    return file;
  }

  /** Deletes the temporary file. */
  @Override
  public void close() {
    try {
      if (written != null) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
