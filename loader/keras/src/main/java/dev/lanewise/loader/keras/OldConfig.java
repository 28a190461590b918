package dev.lanewise.loader.keras;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings configurations of old versions of Keras into the form of Keras 2.3 and later. */
final class OldConfig {
  private OldConfig() {}

  /** A configuration of a model as newer versions write it. */
  static JsonNode upgrade(JsonNode root) {
    JsonNode copy = root.deepCopy();
    sequential(copy);
    return copy;
  }

  /** Before Keras 2.2.3 the configuration of a Sequential model was the list of its layers. */
  private static void sequential(JsonNode layer) {
    if (layer instanceof ObjectNode object
        && object.path("class_name").asString("").equals("Sequential")
        && object.path("config") instanceof ArrayNode list) {
      ObjectNode config = object.putObject("config");
      config.put("name", object.path("name").asString("sequential"));
      config.set("layers", list);
    }
    for (JsonNode inner : layer.path("config").path("layers")) {
      sequential(inner);
    }
  }
}
