package dev.lanewise.loader.keras;

import dev.lanewise.error.LanewiseException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Tensor;
import io.jhdf.api.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Loads Keras models without Python and without running anything that is in the file.
 *
 * <p>What can be loaded: {@code .keras} files of Keras 3, HDF5 files with a configuration of Keras
 * 1.2 to 2, and JSON configurations with an HDF5 file of weights beside them or with fresh weights.
 */
public final class KerasLoader {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  /** Beside a configuration in a file of its own. */
  private static final List<String> WEIGHT_FILES = List.of("weights.h5", WEIGHTS);

  private KerasLoader() {}

  /** Whether a file has a name that Keras models have. */
  public static boolean isModel(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".keras")
        || name.endsWith(".h5")
        || name.endsWith(".hdf5")
        || name.endsWith(".json");
  }

  /**
   * Loads a model as a graph with constant weights.
   *
   * @throws ModelFormatException if the file is damaged, or weights do not fit the layers
   * @throws UnsupportedModelException if it has layers that are not supported
   */
  public static Graph load(Path file) {
    return named(file, () -> read(file).toGraph());
  }

  /**
   * Loads a model with its weights.
   *
   * @param file a .keras or HDF5 file, or a JSON configuration; weights beside a configuration are
   *     in {@code weights.h5} or {@code model.weights.h5}
   * @throws ModelFormatException if the file is damaged, or weights do not fit the layers
   * @throws UnsupportedModelException if it has layers that are not supported
   */
  public static KerasModel read(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".keras")) {
      return named(file, () -> archive(file));
    }
    if (name.endsWith(".json")) {
      for (String weights : WEIGHT_FILES) {
        Path beside = file.resolveSibling(weights);
        if (Files.exists(beside)) {
          return read(file, beside);
        }
      }
      return named(file, () -> new KerasModel(config(KerasFiles.json(file)), Map.of()));
    }
    return named(file, () -> hdf(file));
  }

  /**
   * Loads a model from a JSON configuration and an HDF5 file of weights.
   *
   * @throws ModelFormatException if a file is damaged, or weights do not fit the layers
   * @throws UnsupportedModelException if there are layers that are not supported
   */
  public static KerasModel read(Path json, Path weights) {
    ModelConfig config = named(json, () -> config(KerasFiles.json(json)));
    return named(
        json,
        () -> {
          try (HdfTree tree = HdfTree.open(weights)) {
            return new KerasModel(config, weights(config, tree));
          }
        });
  }

  private static ModelConfig config(JsonNode json) {
    return ModelConfig.read(OldConfig.upgrade(json));
  }

  private static KerasModel archive(Path file) {
    try (ZipFile zip = KerasFiles.zip(file)) {
      byte[] json = KerasFiles.configuration(file, zip, CONFIG);
      ModelConfig config = config(KerasFiles.json(file + ", " + CONFIG, json));
      byte[] bytes = KerasFiles.weights(file, zip, WEIGHTS);
      try (HdfTree tree = HdfTree.of(file + ", " + WEIGHTS, bytes)) {
        return new KerasModel(config, weights(config, tree));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KerasModel hdf(Path file) {
    try (HdfTree tree = HdfTree.open(file)) {
      List<String> json = tree.texts(root(tree), "model_config");
      if (json == null || json.size() != 1) {
        throw new UnsupportedModelException(
            file
                + " holds weights only; put the model's JSON (model.to_json()) beside it and load"
                + " that");
      }
      ModelConfig config = config(KerasFiles.json(file + ", model_config", json.get(0)));
      return new KerasModel(config, weights(config, tree));
    }
  }

  private static Group root(HdfTree tree) {
    return Objects.requireNonNull(tree.group(""));
  }

  private static Map<String, Tensor> weights(ModelConfig config, HdfTree tree) {
    List<Variable> variables = config.network().variables();
    Group group = tree.group("model_weights");
    Group holder = group != null ? group : root(tree);
    List<String> layers = tree.longTexts(holder, "layer_names");
    return layers != null
        ? new LayerWeights(tree, holder, layers).match(config.network(), variables)
        : new PathWeights(tree).match(variables);
  }

  /** Adds the file's name to messages that lack it. */
  private static <T> T named(Path file, Supplier<T> body) {
    try {
      return body.get();
    } catch (ModelFormatException e) {
      throw new ModelFormatException(message(file, e), e);
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(message(file, e), e);
    }
  }

  private static String message(Path file, LanewiseException e) {
    @Nullable String text = e.getMessage();
    String known = String.valueOf(text);
    return known.contains(file.toString()) ? known : file + ": " + known;
  }
}
