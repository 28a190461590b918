package dev.lanewise.layers;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Layers as objects of a configuration. */
final class LayerJson {
  private LayerJson() {}

  /** A layer as Keras 3 writes it. */
  static ObjectNode write(Layer layer) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("module", layer instanceof Network ? "keras" : "keras.layers");
    json.put("class_name", layer.className());
    json.set("config", layer.config().toJson());
    json.putNull("registered_name");
    return json;
  }
}
