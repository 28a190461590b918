package dev.lanewise.layers;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Layers as objects of a configuration. */
final class LayerJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private LayerJson() {}

  /**
   * A value as a tree equal to what would be read from its text.
   *
   * @param value text, number, boolean, list, array, tree or null
   */
  static JsonNode tree(@Nullable Object value) {
    return JSON.readTree(JSON.writeValueAsString(value));
  }

  /** A layer as Keras 3 writes it. */
  static ObjectNode write(Layer layer) {
    ObjectNode json = JSON.createObjectNode();
    json.put("module", layer instanceof Network ? "keras" : "keras.layers");
    json.put("class_name", layer.className());
    json.set("config", layer.config().toJson());
    json.putNull("registered_name");
    return json;
  }
}
