package dev.lanewise.layers;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configuration of a layer: its keys as they stand in the JSON, with the defaults of its type
 * for those that are missing. A layer is its configuration, so that reading and writing it changes
 * nothing. Immutable.
 */
public final class Config {
  /** Keys that any layer may have. */
  private static final Set<String> COMMON =
      Set.of(
          "name",
          "trainable",
          "dtype",
          "batch_input_shape",
          "batch_shape",
          "input_dtype",
          "input_shape",
          "input_dim",
          "input_length",
          "autocast",
          "seed",
          "noise_shape",
          "implementation",
          "unroll",
          "virtual_batch_size",
          "synchronized",
          "fused",
          "sparse",
          "ragged",
          "quantization_config",
          "build_config",
          "shared_object_id");

  private final LayerType type;
  private final ObjectNode json;
  private final Form form;

  private Config(LayerType type, ObjectNode json, Form form) {
    this.type = type;
    this.json = json;
    this.form = form;
  }

  /**
   * The configuration that a JSON object holds.
   *
   * @throws UnsupportedModelException if it has a key that is neither known nor without effect
   */
  static Config of(LayerType type, ObjectNode json, Form form) {
    Config config = new Config(type, json.deepCopy(), form);
    for (Map.Entry<String, JsonNode> entry : config.json.properties()) {
      if (!config.knows(entry.getKey()) && !isNothing(entry.getValue())) {
        throw config.unsupported(
            "the setting '" + entry.getKey() + "' = " + entry.getValue() + " is not known");
      }
    }
    return config;
  }

  private boolean knows(String key) {
    return type.hasKey(key)
        || COMMON.contains(key)
        || key.endsWith("_regularizer")
        || key.endsWith("_constraint")
        || key.endsWith("_initializer");
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull() || (value.isBoolean() && !value.booleanValue()) || isEmpty(value);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainer() && value.isEmpty();
  }

  /** The type of the layer. */
  public LayerType type() {
    return type;
  }

  /** How the configuration is written. */
  public Form form() {
    return form;
  }

  /** The JSON, as a copy. */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /** The same with another value for a key. */
  public Config with(String key, @Nullable Object value) {
    ObjectNode copy = toJson();
    copy.set(key, LayerJson.tree(value));
    return of(type, copy, form);
  }

  /** Name of the layer; empty as long as it has none. */
  public String name() {
    return json.path("name").asString("");
  }

  /** Whether the layer may be trained. */
  boolean isTrainable() {
    return json.path("trainable").asBoolean(true);
  }

  /** The layer in messages. */
  String place() {
    return "layer '" + name() + "' (" + type.className() + ")";
  }

  /** The exception for a configuration that breaks a rule. */
  ModelFormatException fail(String what) {
    return new ModelFormatException(place() + ": " + what);
  }

  /** The exception for a configuration that asks for what there is not. */
  UnsupportedModelException unsupported(String what) {
    return new UnsupportedModelException(place() + ": " + what);
  }

  private ModelFormatException wrong(String key, String expected) {
    return fail("'" + key + "' must be " + expected + ", but is " + shortened(node(key)));
  }

  private static String shortened(@Nullable JsonNode node) {
    String text = String.valueOf(node);
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  /** The value of a key or its default; null if it is missing, or JSON's null. */
  @Nullable JsonNode node(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      value = type.defaultOf(key);
    }
    return value == null || value.isNull() ? null : value;
  }

  /** The value of a key, which must have one. */
  JsonNode required(String key) {
    JsonNode value = node(key);
    if (value == null) {
      throw fail("needs '" + key + "'");
    }
    return value;
  }

  /** Whether the JSON itself has a value other than null for a key. */
  boolean isGiven(String key) {
    return json.hasNonNull(key);
  }

  /** Whether a key has a value other than null, given or by default. */
  boolean has(String key) {
    return node(key) != null;
  }

  String string(String key) {
    JsonNode value = required(key);
    if (!value.isString()) {
      throw wrong(key, "text");
    }
    return value.stringValue();
  }

  /** One of several words. */
  String word(String key, String... allowed) {
    String value = string(key);
    if (!List.of(allowed).contains(value)) {
      throw wrong(key, "one of " + Arrays.toString(allowed));
    }
    return value;
  }

  boolean flag(String key) {
    JsonNode value = required(key);
    if (value.isNumber()) {
      return value.doubleValue() != 0;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.booleanValue();
  }

  double number(String key) {
    JsonNode value = required(key);
    if (!value.isNumber()) {
      throw wrong(key, "a number");
    }
    return value.doubleValue();
  }

  float real(String key) {
    return (float) number(key);
  }

  int integer(String key) {
    return integer(key, required(key));
  }

  private int integer(String key, JsonNode value) {
    double d = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (d != Math.rint(d) || Math.abs(d) > Integer.MAX_VALUE) {
      throw wrong(key, "a whole number");
    }
    return (int) d;
  }

  int positive(String key) {
    int value = integer(key);
    if (value < 1) {
      throw wrong(key, "at least 1");
    }
    return value;
  }

  /** A list of whole numbers; a single one counts as a list of one. */
  int[] integers(String key) {
    JsonNode value = required(key);
    if (!value.isArray()) {
      return new int[] {integer(key, value)};
    }
    int[] list = new int[value.size()];
    for (int i = 0; i < list.length; i++) {
      list[i] = integer(key, value.get(i));
    }
    return list;
  }

  /** A positive whole number for each of n dimensions; a single one stands for all. */
  int[] sizes(String key, int n) {
    int[] list = integers(key);
    if (list.length == 1 && n > 1) {
      int[] all = new int[n];
      Arrays.fill(all, list[0]);
      list = all;
    }
    if (list.length != n || Arrays.stream(list).anyMatch(v -> v < 1)) {
      throw wrong(key, n + " positive whole numbers");
    }
    return list;
  }

  /** Numbers in nested lists, flattened in their order; a single one counts as a list of one. */
  float[] reals(String key) {
    JsonNode value = required(key);
    float[] list = new float[count(key, value)];
    fill(value, list, 0);
    return list;
  }

  private int count(String key, JsonNode value) {
    if (!value.isArray()) {
      if (!value.isNumber()) {
        throw wrong(key, "numbers");
      }
      return 1;
    }
    int n = 0;
    for (JsonNode element : value) {
      n += count(key, element);
    }
    return n;
  }

  private static int fill(JsonNode value, float[] list, int at) {
    if (!value.isArray()) {
      list[at] = value.floatValue();
      return at + 1;
    }
    int next = at;
    for (JsonNode element : value) {
      next = fill(element, list, next);
    }
    return next;
  }

  /** Whether channels are the last dimension, by {@code data_format}. */
  boolean channelsLast() {
    return !has("data_format")
        || word("data_format", "channels_last", "channels_first").equals("channels_last");
  }

  /** The activation a key names. */
  ActivationFunction activation(String key) {
    JsonNode value = node(key);
    return value == null ? ActivationFunction.LINEAR : ActivationFunction.read(this, key, value);
  }

  /** The initialiser a key names. */
  Initializer initializer(String key) {
    JsonNode value = node(key);
    return value == null ? Initializer.ZEROS : Initializer.read(this, value);
  }

  /** The layer that a key holds, as wrappers have one. */
  Layer layer(String key) {
    return LayerTypes.read(required(key), form);
  }

  /** Type of the variables and of the arithmetic: FLOAT for every policy but float64. */
  DType dtype() {
    String policy = policyName();
    return switch (policy) {
      case "float64" -> DType.DOUBLE;
      case "float32", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16" -> DType.FLOAT;
      default ->
          throw unsupported(
              "the dtype policy '" + policy + "'; save the model with float32 or mixed_float16");
    };
  }

  /** Name of the dtype policy. */
  String policyName() {
    JsonNode dtype = node("dtype");
    if (dtype == null) {
      return "float32";
    }
    if (dtype.isString()) {
      return dtype.stringValue();
    }
    String name = dtype.path("config").path("name").asString("");
    return name.isEmpty() ? Objects.toString(dtype) : name;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Config other && type == other.type && json.equals(other.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** The class name and the JSON. */
  @Override
  public String toString() {
    return type.className() + json;
  }
}
