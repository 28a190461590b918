package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import tools.jackson.databind.node.ObjectNode;

/** What training makes small: one number per sample. A record per loss. */
public interface Loss {
  /** Its name in configurations and histories, such as {@code mean_squared_error}. */
  String name();

  /**
   * Adds the loss to a graph.
   *
   * @param labels {@code [N, ...]}, of the element type of the data set
   * @param predictions {@code [N, ...]}, floating-point
   * @return one number per sample {@code [N]}, of the type of the predictions
   */
  Value perSample(Tape tape, Value labels, Value predictions);

  /** Writes its settings under the keys that Keras gives them. */
  default void write(ObjectNode config) {}
}
