package dev.lanewise.trainer;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Value;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Training;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            training(tape));
    if (outputs.size() != 1) {
      throw new UnsupportedModelException(
          "the model has " + outputs.size() + " outputs; models with one can be trained");
    }
    return outputs.get(0);
  }

  private static @Nullable Training training(Tape tape) {
    Value key = tape.key();
    if (key == null) {
      return null;
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
        tape.penalize(Regularizer.read(regularizer, layer), value);
      }
    };
  }
}
