package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/** How variables follow their gradients. A record per optimiser; it has no state of its own. */
public interface Optimizer {
  /** Its name in configurations, such as {@code SGD}. */
  String className();

  /** Learning rate by the number of updates. */
  Schedule learningRate();

  /** Numbers that are remembered per element of a variable, zero at first. */
  int slots();

  /**
   * Moves n elements of a variable. Called for pieces of variables, by any thread; what becomes of
   * an element must depend on nothing but the arguments at its index.
   *
   * @param rate learning rate
   * @param step number of this update, from 1
   * @param x the elements, changed in place
   * @param gradient their derivatives
   * @param slots what is remembered, one array per slot, changed in place
   */
  void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n);

  /** What is done to all gradients before. */
  default Clipping clipping() {
    return Clipping.NONE;
  }

  /** Writes its settings, but for rate and clipping, under the keys that Keras gives them. */
  default void write(ObjectNode config) {}
}
