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
   * @throws UnsupportedModelException if it is something else
   */
  static double number(JsonNode config, String key, double otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    JsonNode one = value.isArray() && value.size() == 1 ? value.path(0) : value;
    if (!one.isNumber()) {
      throw new UnsupportedModelException("the setting '" + key + "': " + value + " is no number");
    }
    return one.doubleValue();
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
