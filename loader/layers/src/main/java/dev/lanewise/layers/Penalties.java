package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import tools.jackson.databind.JsonNode;

/** What hears of regularisers while layers are added to a graph, in training and in evaluation. */
public interface Penalties {
  /**
   * Adds what a regulariser says of a value to the loss.
   *
   * @param regularizer its configuration
   * @param layer the layer in messages
   */
  void penalize(JsonNode regularizer, String layer, Value value);
}
