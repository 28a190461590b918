package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.RecurrentDirection;

/** What one kind of recurrent layer is made of. */
interface RecurrentCell {
  /**
   * Weights as the operators of the ONNX standard have them.
   *
   * @param input {@code [1, G·H, I]}
   * @param recurrent {@code [1, G·H, H]}
   * @param bias {@code [1, 2·G·H]}, null for none
   */
  record Weights(Value input, Value recurrent, @org.jspecify.annotations.Nullable Value bias) {}

  /** Number of states that go from one step to the next. */
  int states();

  /** Declares the variables for an input of so many features. */
  Weights weights(Emitter e, Config config, int features);

  /** The operator. */
  Op op(Config config, RecurrentDirection direction);
}
