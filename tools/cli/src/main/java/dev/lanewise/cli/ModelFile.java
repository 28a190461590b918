package dev.lanewise.cli;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.OnnxLoader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Loads a model file of any format that can be read. */
public final class ModelFile {
  private ModelFile() {}

  /** The file itself, or the {@code model.onnx} of a folder. */
  public static Path file(Path path) {
    return Files.isDirectory(path) ? path.resolve("model.onnx") : path;
  }

  /** Loads a file, or the {@code model.onnx} of a folder. */
  public static Graph load(Path path) {
    Path file = file(path);
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new NoSuchFileException(file.toString()));
    }
    if (file.getFileName().toString().endsWith(".onnx")) {
      return OnnxLoader.load(file);
    }
    throw new UnsupportedModelException(
        file + ": only .onnx files can be read; convert the model to ONNX first");
  }
}
