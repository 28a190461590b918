package dev.lanewise.bench;

import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Keras-style layer as one who writes it for a peer reads it.
 *
 * @param className such as {@code Conv2D}
 * @param config its settings
 */
record PeerLayer(String className, ObjectNode config) {
  /**
   * The layers of a chain, without its input.
   *
   * @throws PeerException if the network is no chain, or a layer has settings that no peer is
   *     compared with
   */
  static List<PeerLayer> of(Network network) {
    if (!(network instanceof Sequential)) {
      throw new PeerException("only Sequential networks are trained by peers");
    }
    List<PeerLayer> layers =
        network.layers().stream()
            .filter(layer -> !(layer instanceof InputLayer))
            .map(layer -> new PeerLayer(layer.className(), layer.config().toJson()))
            .toList();
    layers.forEach(PeerLayer::requirePlain);
    return layers;
  }

  private void requirePlain() {
    require(config.path("padding").asString("valid").equals("valid"), "padding");
    require(
        config.path("data_format").asString("channels_last").equals("channels_last"),
        "data_format");
    require(config.path("use_bias").asBoolean(true), "use_bias");
    require(List.of("relu", "linear", "softmax").contains(activation()), "activation");
  }

  /** Its activation, {@code linear} for none. */
  String activation() {
    return config.path("activation").asString("linear");
  }

  /** Refuses a setting that is not compared. */
  void require(boolean condition, String key) {
    if (!condition) {
      throw new PeerException("'" + key + "' of " + config + " is not compared");
    }
  }

  /** A setting that must be a number. */
  double number(String key) {
    JsonNode value = config.path(key);
    require(value.isNumber(), key);
    return value.doubleValue();
  }

  /** One of two sizes of a key that holds one number or two. */
  int size(String key, int i, int otherwise) {
    JsonNode value = config.path(key);
    return value.isArray() ? value.get(i).asInt() : value.asInt(otherwise);
  }

  /** Says that layers of this kind are not compared. */
  PeerException unsupported() {
    return new PeerException(className + " layers are not compared in training");
  }
}
