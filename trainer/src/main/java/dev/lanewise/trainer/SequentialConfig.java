package dev.lanewise.trainer;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Keras-style Sequential configuration of fully connected layers, with its compile configuration
 * (SGD and sparse categorical cross-entropy).
 *
 * @param name name of the model
 * @param features numbers per sample
 * @param layers the Dense layers
 * @param sgd the optimiser
 */
public record SequentialConfig(String name, int features, List<DenseSpec> layers, SgdOptions sgd) {
  /** Copies the list. */
  public SequentialConfig {
    layers = List.copyOf(layers);
  }

  /**
   * Reads a JSON file.
   *
   * @throws ModelFormatException if it is no such configuration
   * @throws UnsupportedModelException if it has layers, activations, an optimiser or a loss that
   *     cannot be trained
   */
  public static SequentialConfig read(Path file) {
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new NoSuchFileException(file.toString()));
    }
    try {
      return new Reader(file).read(JsonMapper.shared().readTree(file.toFile()));
    } catch (JacksonException e) {
      throw new ModelFormatException(file + " is no JSON file: " + e.getOriginalMessage(), e);
    }
  }

  private record Reader(Path file) {
    SequentialConfig read(JsonNode root) {
      if (!root.path("class_name").asString("").equals("Sequential")) {
        throw new UnsupportedModelException(file + ": only Sequential models can be trained");
      }
      JsonNode config = root.path("config");
      int features = 0;
      List<DenseSpec> layers = new ArrayList<>();
      for (JsonNode layer : config.path("layers")) {
        String type = layer.path("class_name").asString("");
        JsonNode settings = layer.path("config");
        switch (type) {
          case "InputLayer" -> features = features(settings);
          case "Dense" -> layers.add(dense(settings));
          default ->
              throw new UnsupportedModelException(
                  file
                      + ": layer '"
                      + settings.path("name").asString(type)
                      + "' of type "
                      + type
                      + " cannot be trained; InputLayer and Dense can");
        }
      }
      if (features < 1 || layers.isEmpty()) {
        throw new ModelFormatException(file + " needs an InputLayer and a Dense layer");
      }
      return new SequentialConfig(
          config.path("name").asString("sequential"), features, layers, sgd(root));
    }

    private int features(JsonNode settings) {
      JsonNode shape = settings.path("batch_shape");
      if (shape.size() != 2 || !shape.path(1).isInt() || shape.path(1).asInt() < 1) {
        throw new ModelFormatException(
            file + ": batch_shape of the InputLayer must be [null, features], but is " + shape);
      }
      return shape.path(1).asInt();
    }

    private DenseSpec dense(JsonNode settings) {
      String name = settings.path("name").asString("dense");
      int units = settings.path("units").asInt(0);
      if (units < 1) {
        throw new ModelFormatException(file + ": layer '" + name + "' needs at least one unit");
      }
      String activation = settings.path("activation").asString("linear");
      try {
        return new DenseSpec(units, Activation.valueOf(activation.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new UnsupportedModelException(
            file
                + ": layer '"
                + name
                + "' has activation '"
                + activation
                + "'; linear, relu and softmax can be trained",
            e);
      }
    }

    private SgdOptions sgd(JsonNode root) {
      JsonNode compile = root.path("compile_config");
      JsonNode optimizer = compile.path("optimizer");
      String loss = compile.path("loss").asString("");
      if (!optimizer.path("class_name").asString("").equals("SGD")
          || !loss.equals("sparse_categorical_crossentropy")) {
        throw new UnsupportedModelException(
            file
                + ": compile_config must have the optimizer SGD and the loss"
                + " sparse_categorical_crossentropy");
      }
      JsonNode settings = optimizer.path("config");
      return new SgdOptions(
          settings.path("learning_rate").floatValue(0.01f),
          settings.path("momentum").floatValue(0f));
    }
  }
}
