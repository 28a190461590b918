package dev.lanewise.trainer;

import java.util.Map;

/** Looks on while a model is trained, and may end the training. */
public interface Callback {
  /** Before the first epoch. */
  default void began(Fit fit) {}

  /** Before an epoch. */
  default void epochBegan(Fit fit) {}

  /** After a step. */
  default void stepEnded(Fit fit) {}

  /**
   * After an epoch.
   *
   * @param results loss and metrics, {@code val_} before those on validation data
   */
  default void epochEnded(Fit fit, Map<String, Double> results) {}

  /** After the last epoch. */
  default void ended(Fit fit) {}
}
