package dev.lanewise.trainer;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Value;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Penalties;
import dev.lanewise.layers.Training;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A model of layers. */
record LayerArchitecture(Network network) implements Architecture {
  @Override
  public Value forward(Tape tape, List<Value> inputs) {
    List<Value> outputs =
        network.addTo(
            tape.graph(),
            inputs,
            (graph, v) ->
                tape.variable(
                    v.label(),
                    v.dtype(),
                    v.shape(),
                    v.trainable(),
                    () -> v.initializer().tensor(v, tape.seed())),
            penalties(tape));
    if (outputs.size() != 1) {
      throw new UnsupportedModelException(
          "the model has " + outputs.size() + " outputs; models with one can be trained");
    }
    return outputs.get(0);
  }

  private static Penalties penalties(Tape tape) {
    Value key = tape.key();
    if (key == null) {
      return (regularizer, layer, value) -> penalize(tape, regularizer, layer, value);
    }
    return new Training() {
      @Override
      public Value key() {
        return key;
      }

      @Override
      public void update(Value variable, Value next) {
        tape.update(variable, next);
      }

      @Override
      public void penalize(JsonNode regularizer, String layer, Value value) {
        LayerArchitecture.penalize(tape, regularizer, layer, value);
      }
    };
  }

  private static void penalize(Tape tape, JsonNode regularizer, String layer, Value value) {
    tape.penalize(Regularizer.read(regularizer, layer), value);
  }
}
