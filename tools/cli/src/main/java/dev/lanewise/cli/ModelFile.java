package dev.lanewise.cli;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Variable;
import dev.lanewise.layers.VariableSource;
import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.loader.keras.KerasLoader;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads a model file of any format that can be read. */
public final class ModelFile {
  /** Names of the model in a folder, the first that exists counts. */
  private static final List<String> NAMES =
      List.of(
          "model.onnx",
          "model.lanewise",
          "model.safetensors",
          "model.keras",
          "model.h5",
          "model.hdf5",
          "model.json",
          "config.json");

  private static final int START_BYTES = 16;

  private ModelFile() {}

  /** The file itself, or the model of a folder. */
  public static Path file(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    return NAMES.stream()
        .map(path::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(path.resolve(NAMES.get(0)));
  }

  /** Whether a file in a folder tree is to be taken for a model. */
  public static boolean isModel(Path file) {
    Path folder = file.getParent();
    return file.getFileName().toString().endsWith(".onnx")
        || (folder != null && file.equals(file(folder)));
  }

  /** Loads a file, or the model of a folder. */
  public static Graph load(Path path) {
    Path file = file(path);
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new NoSuchFileException(file.toString()));
    }
    if (isOwn(file) || LanewiseFile.isSafetensors(start(file))) {
      return own(file);
    }
    if (file.getFileName().toString().endsWith(".onnx")) {
      return OnnxLoader.load(file);
    }
    if (KerasLoader.isModel(file)) {
      return KerasLoader.load(file);
    }
    throw new UnsupportedModelException(
        file
            + ": .onnx, .lanewise, .safetensors, .keras, .h5, .hdf5 and .json files can be read;"
            + " convert the model to one of them first");
  }

  /** The layers of a file, or of the model of a folder; null if it holds a graph of operators. */
  static @Nullable Network network(Path path) {
    Path file = file(path);
    if (isOwn(file)) {
      LanewiseFile own = LanewiseFile.open(file);
      String config = own.config();
      return own.hasGraph() || config == null ? null : ModelConfig.parse(config).network();
    }
    return KerasLoader.isModel(file) ? KerasLoader.read(file).network() : null;
  }

  private static Graph own(Path file) {
    LanewiseFile own = LanewiseFile.open(file);
    String config = own.config();
    if (own.hasGraph() || config == null) {
      return own.graph();
    }
    Map<String, Tensor> weights = own.tensors();
    return ModelConfig.parse(config)
        .network()
        .toGraph(VariableSource.constants(v -> weight(v, weights, file)));
  }

  private static Tensor weight(Variable variable, Map<String, Tensor> weights, Path file) {
    Tensor found = weights.get(variable.label());
    TensorType wanted = new TensorType(variable.dtype(), variable.shape());
    if (found == null || !found.type().equals(wanted)) {
      throw new ModelFormatException(
          file
              + ": the variable '"
              + variable.label()
              + "' is "
              + wanted
              + ", but the file has "
              + (found == null ? "no such tensor" : found));
    }
    return found;
  }

  /** Whether a file has a name that models in our own format have. */
  static boolean isOwn(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".lanewise") || name.endsWith(".safetensors");
  }

  private static byte[] start(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
