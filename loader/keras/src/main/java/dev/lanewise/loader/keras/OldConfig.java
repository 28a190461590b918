package dev.lanewise.loader.keras;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings configurations of old versions of Keras into the form of Keras 2.3 and later. */
final class OldConfig {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("Convolution1D", "Conv1D"),
          Map.entry("Convolution2D", "Conv2D"),
          Map.entry("Convolution3D", "Conv3D"),
          Map.entry("AtrousConvolution1D", "Conv1D"),
          Map.entry("AtrousConvolution2D", "Conv2D"),
          Map.entry("Deconvolution2D", "Conv2DTranspose"),
          Map.entry("SeparableConvolution2D", "SeparableConv2D"));

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("nb_filter", "filters"),
          Map.entry("border_mode", "padding"),
          Map.entry("subsample", "strides"),
          Map.entry("subsample_length", "strides"),
          Map.entry("stride", "strides"),
          Map.entry("filter_length", "kernel_size"),
          Map.entry("pool_length", "pool_size"),
          Map.entry("atrous_rate", "dilation_rate"),
          Map.entry("dim_ordering", "data_format"),
          Map.entry("bias", "use_bias"),
          Map.entry("p", "rate"),
          Map.entry("sigma", "stddev"),
          Map.entry("output_dim", "units"),
          Map.entry("inner_activation", "recurrent_activation"),
          Map.entry("inner_init", "recurrent_initializer"),
          Map.entry("init", "kernel_initializer"));

  /** Without effect after training, or without another value than the one that is assumed. */
  private static final Set<String> DROPPED =
      Set.of(
          "consume_less",
          "dropout_W",
          "dropout_U",
          "forget_bias_init",
          "output_shape",
          "beta_init",
          "gamma_init");

  private static final Map<String, String> FORMATS =
      Map.of("th", "channels_first", "tf", "channels_last");

  private static final Map<String, String> MERGES =
      Map.of(
          "sum",
          "Add",
          "mul",
          "Multiply",
          "ave",
          "Average",
          "max",
          "Maximum",
          "concat",
          "Concatenate");

  private OldConfig() {}

  /** A configuration of a model as newer versions write it. */
  static JsonNode upgrade(JsonNode root) {
    JsonNode copy = root.deepCopy();
    boolean first = copy.path("keras_version").asString("").startsWith("1.");
    layer(copy, first);
    return copy;
  }

  private static void layer(JsonNode json, boolean first) {
    if (!(json instanceof ObjectNode layer)) {
      return;
    }
    // Before Keras 2.2.3 the configuration of a Sequential model was the list of its layers.
    if (layer.path("class_name").asString("").equals("Sequential")
        && layer.path("config") instanceof ArrayNode list) {
      ObjectNode config = layer.putObject("config");
      config.put("name", layer.path("name").asString("sequential"));
      config.set("layers", list);
    }
    if (first && layer.path("config") instanceof ObjectNode config) {
      rename(layer, config);
    }
    for (JsonNode inner : layer.path("config").path("layers")) {
      layer(inner, first);
    }
    layer(layer.path("config").path("layer"), first);
  }

  private static void rename(ObjectNode layer, ObjectNode config) {
    String className = layer.path("class_name").asString("");
    layer.put("class_name", CLASSES.getOrDefault(className, className));
    boolean embedding = className.equals("Embedding");
    for (String key : List.copyOf(config.propertyNames())) {
      JsonNode value = config.get(key);
      if (DROPPED.contains(key)) {
        config.remove(key);
      } else if (KEYS.containsKey(key) && !(embedding && key.equals("output_dim"))) {
        config.remove(key);
        config.set(KEYS.get(key), value);
      }
    }
    String format = config.path("data_format").asString("");
    if (FORMATS.containsKey(format)) {
      config.put("data_format", FORMATS.get(format));
    }
    if (config.has("nb_row") && config.has("nb_col")) {
      config.putArray("kernel_size").add(config.remove("nb_row")).add(config.remove("nb_col"));
    }
    if (className.equals("BatchNormalization") && config.path("mode").asInt(0) == 0) {
      config.remove("mode");
    }
    if (className.equals("Merge")) {
      merge(layer, config);
    }
  }

  private static void merge(ObjectNode layer, ObjectNode config) {
    String mode = config.path("mode").asString("");
    if (!MERGES.containsKey(mode)) {
      return;
    }
    layer.put("class_name", MERGES.get(mode));
    JsonNode axis = config.get("concat_axis");
    config.retain("name");
    if (mode.equals("concat") && axis != null) {
      config.set("axis", axis);
    }
  }
}
