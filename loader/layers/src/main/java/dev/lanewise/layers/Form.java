package dev.lanewise.layers;

import tools.jackson.databind.JsonNode;

/** Generations of Keras configurations, where they write or mean things differently. */
public enum Form {
  /** Keras 1.2 to 2, tf.keras included. */
  KERAS_2,
  /** Keras 3. */
  KERAS_3;

  /**
   * The form of a model's configuration: by its {@code keras_version}, else by what only one of
   * them writes.
   */
  public static Form of(JsonNode model) {
    String version = model.path("keras_version").asString("");
    if (!version.isEmpty()) {
      return version.startsWith("1.") || version.startsWith("2.") ? KERAS_2 : KERAS_3;
    }
    return !model.has("module") && model.findValue("batch_input_shape") != null ? KERAS_2 : KERAS_3;
  }
}
