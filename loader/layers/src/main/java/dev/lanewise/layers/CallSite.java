package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A call of a layer in the configuration of a functional model.
 *
 * @param layer name of the layer
 * @param node which of its calls this is
 * @param inputs values given by position
 * @param named values given by name
 * @param settings what is given by name and is no value
 */
record CallSite(
    String layer,
    int node,
    List<Ref> inputs,
    Map<String, List<Ref>> named,
    Map<String, JsonNode> settings) {
  /**
   * An output of a call.
   *
   * @param layer name of the layer
   * @param node which of its calls
   * @param tensor which output of the call
   */
  record Ref(String layer, int node, int tensor) {}

  /** Everything that the call reads. */
  List<Ref> reads() {
    List<Ref> all = new java.util.ArrayList<>(inputs);
    named.values().forEach(all::addAll);
    return all;
  }
}
