package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.layers.Network;
import java.util.List;

/**
 * What a model computes, written once for training and inference. A lambda will do:
 *
 * <pre>{@code
 * Architecture xor = (tape, x) -> {
 *   Value h = tape.tanh(tape.dense("hidden", x.get(0), 4));
 *   return tape.sigmoid(tape.dense("output", h, 1));
 * };
 * }</pre>
 */
public interface Architecture {
  /**
   * Adds the computation to a graph.
   *
   * @param inputs the model's inputs, batch first
   * @return its output, batch first
   */
  Value forward(Tape tape, List<Value> inputs);

  /** A model of layers with one output. */
  static Architecture of(Network network) {
    return new LayerArchitecture(network);
  }
}
