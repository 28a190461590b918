package dev.lanewise.layers;

import dev.lanewise.graph.Value;

/** What layers do while a model is trained, beside computing their outputs. */
public interface Training extends Penalties {
  /**
   * Key of the step's random numbers, INT64 {@code [2]}: seed and number of the step. Together with
   * a stream of its own it gives each layer the same numbers whatever the threads.
   */
  Value key();

  /** Gives a variable that gradients do not change its value after the step. */
  void update(Value variable, Value next);
}
