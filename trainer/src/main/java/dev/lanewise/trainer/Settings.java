package dev.lanewise.trainer;

import dev.lanewise.error.UnsupportedModelException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Settings of which not everything that Keras knows is known here. */
final class Settings {
  private Settings() {}

  /**
   * The settings themselves, if a key is missing, null, or has one of some values.
   *
   * @throws UnsupportedModelException if it has another one
   */
  static JsonNode only(JsonNode config, String key, String... values) {
    JsonNode value = config.path(key);
    boolean absent = value.isMissingNode() || value.isNull();
    if (!absent && !List.of(values).contains(value.asString(value.toString()))) {
      throw new UnsupportedModelException(
          "the setting '" + key + "': " + value + " is not among " + List.of(values));
    }
    return config;
  }

  /**
   * A number, or a list of one.
   *
   * @throws UnsupportedModelException if it is a longer list
   * @throws IllegalArgumentException if it is something else
   */
  static double number(JsonNode config, String key, double otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (value.isArray() && value.size() != 1) {
      throw new UnsupportedModelException(
          "the setting '" + key + "': " + value + " is more than one number");
    }
    return number(key, value.isArray() ? value.path(0) : value);
  }

  private static double number(String key, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("'" + key + "' must be a number, but is " + value);
    }
    return value.doubleValue();
  }

  /** A whole number that an {@code int} can hold. */
  static int whole(JsonNode config, String key, int otherwise) {
    return whole(key, number(config, key, otherwise));
  }

  private static int whole(String key, double value) {
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + key + "' must be a whole number, but is " + value);
    }
    return (int) value;
  }

  /** A list of numbers, empty if the key is missing. */
  static List<Double> numbers(JsonNode config, String key) {
    return config.path(key).valueStream().map(v -> number(key, v)).toList();
  }

  /** A list of whole numbers, empty if the key is missing. */
  static List<Long> wholes(JsonNode config, String key) {
    return numbers(config, key).stream().map(v -> (long) whole(key, v)).toList();
  }

  /** True or false. */
  static boolean flag(JsonNode config, String key, boolean otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("'" + key + "' must be true or false, but is " + value);
    }
    return value.booleanValue();
  }

  /** Settings of a loss, which is always averaged over a batch and taken along the last axis. */
  static JsonNode ofLoss(JsonNode config) {
    return only(only(config, "reduction", "sum_over_batch_size", "auto"), "axis", "-1");
  }

  /** Settings of a metric that looks at all answers with one threshold. */
  static JsonNode ofAnswers(JsonNode config) {
    return only(only(config, "top_k"), "class_id");
  }

  /** Settings of an area. */
  static JsonNode ofArea(JsonNode config) {
    only(config, "thresholds");
    only(config, "multi_label", "false");
    only(config, "summation_method", "interpolation");
    return only(config, "curve", "ROC");
  }

  /** Settings of an optimiser. */
  static JsonNode ofOptimizer(JsonNode config) {
    only(config, "use_ema", "false");
    only(config, "loss_scale_factor");
    return only(config, "gradient_accumulation_steps");
  }
}
