package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The layer RNN: a recurrence whose cell, or stack of cells, is an object of its own. */
public record RecurrentStack(Config config) implements Layer {
  static final LayerType TYPE =
      LayerType.of(
          "RNN",
          RecurrentStack::new,
          "cell",
          LayerType.REQUIRED,
          "return_sequences",
          false,
          "return_state",
          false,
          "go_backwards",
          false,
          "stateful",
          false,
          "zero_output_for_mask",
          false,
          "time_major",
          false);

  /** Layers whose variables and settings are those of a cell. */
  private static final Map<String, String> LAYERS =
      Map.of("LSTMCell", "LSTM", "GRUCell", "GRU", "SimpleRNNCell", "SimpleRNN");

  /** Checks the cells. */
  public RecurrentStack {
    layers(config);
  }

  private static List<Recurrent> layers(Config config) {
    JsonNode cell = config.required("cell");
    boolean stacked = cell.path("class_name").asString("").equals("StackedRNNCells");
    List<Recurrent> layers = new ArrayList<>();
    for (JsonNode one : stacked ? cell.path("config").path("cells") : List.of(cell)) {
      String className = one.path("class_name").asString("");
      LayerType type = LayerTypes.find(LAYERS.getOrDefault(className, ""));
      if (type == null || !one.path("config").isObject()) {
        throw config.unsupported("the cell " + className + "; LSTM, GRU and SimpleRNN can be read");
      }
      ObjectNode settings = (ObjectNode) one.path("config").deepCopy();
      for (String key : List.of("return_state", "zero_output_for_mask", "time_major")) {
        settings.put(key, config.flag(key));
      }
      settings.put("return_sequences", config.flag("return_sequences"));
      settings.put("go_backwards", config.flag("go_backwards"));
      layers.add((Recurrent) type.read(settings, config.form()));
    }
    if (layers.isEmpty()) {
      throw config.fail("has no cells");
    }
    return layers;
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().size() != 1 || in.named().containsKey("initial_state")) {
      throw config.unsupported("initial states of cells");
    }
    List<Recurrent> layers = layers(config);
    StoreNames names = new StoreNames();
    boolean backwards = config.flag("go_backwards");
    Flow x = in.inputs().get(0);
    List<Flow> states = new ArrayList<>();
    List<Flow> outputs = new ArrayList<>();
    for (Recurrent layer : layers) {
      String part =
          layers.size() == 1 ? "cell" : "cell/cells/" + names.next(layer.className() + "Cell");
      Recurrent.Pass pass = layer.pass(e, x, List.of(), backwards, part);
      states.addAll(pass.states());
      outputs = List.of(layer.results(e, pass).get(0));
      x = pass.sequence().masked(x.mask());
    }
    List<Flow> all = new ArrayList<>(outputs);
    if (config.flag("return_state")) {
      all.addAll(states);
    }
    return all;
  }
}
