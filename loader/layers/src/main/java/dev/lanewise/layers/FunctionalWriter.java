package dev.lanewise.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what symbolic values are connected to as the configuration of a functional model. */
final class FunctionalWriter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<Layer, String> names = new IdentityHashMap<>();
  private final Map<Connection, Integer> nodes = new HashMap<>();
  private final Map<Layer, List<Connection>> calls = new IdentityHashMap<>();
  private final List<Layer> layers = new ArrayList<>();

  private FunctionalWriter() {}

  static ObjectNode write(String name, List<Output> inputs, List<Output> outputs) {
    FunctionalWriter writer = new FunctionalWriter();
    List<Output> ends = new ArrayList<>(inputs);
    ends.addAll(outputs);
    List<Connection> sorted = sort(ends);
    sorted.forEach(writer::add);
    writer.name();
    ObjectNode json = JSON.createObjectNode();
    json.put("name", name);
    json.put("trainable", true);
    ArrayNode list = json.putArray("layers");
    writer.layers.forEach(layer -> list.add(writer.layer(layer)));
    json.set("input_layers", writer.ends(inputs));
    json.set("output_layers", writer.ends(outputs));
    return json;
  }

  /** Connections, each after those it reads. */
  private static List<Connection> sort(List<Output> ends) {
    List<Connection> sorted = new ArrayList<>();
    Set<Connection> seen = new HashSet<>();
    for (Output end : ends) {
      Deque<Connection> open = new ArrayDeque<>(List.of(end.connection()));
      while (!open.isEmpty()) {
        Connection c = open.peek();
        List<Connection> missing =
            reads(c).stream().map(Output::connection).filter(r -> !seen.contains(r)).toList();
        if (missing.isEmpty()) {
          open.pop();
          if (seen.add(c)) {
            sorted.add(c);
          }
        } else {
          missing.forEach(open::push);
        }
      }
    }
    return sorted;
  }

  private static List<Output> reads(Connection c) {
    List<Output> reads = new ArrayList<>(c.inputs());
    for (Object value : c.named().values()) {
      for (Object one : value instanceof List<?> list ? list : List.of(value)) {
        if (one instanceof Output output) {
          reads.add(output);
        }
      }
    }
    return reads;
  }

  private void add(Connection c) {
    List<Connection> all =
        calls.computeIfAbsent(
            c.layer(),
            layer -> {
              layers.add(layer);
              return new ArrayList<>();
            });
    nodes.put(c, all.size());
    all.add(c);
  }

  private void name() {
    Set<String> used = new HashSet<>();
    for (Layer layer : layers) {
      if (!layer.name().isEmpty() && !used.add(layer.name())) {
        throw layer.config().fail("two layers of the model have this name");
      }
    }
    StoreNames fresh = new StoreNames();
    for (Layer layer : layers) {
      String name = layer.name();
      while (name.isEmpty() || (layer.name().isEmpty() && !used.add(name))) {
        name = fresh.next(layer.className());
      }
      names.put(layer, name);
    }
  }

  private String nameOf(Layer layer) {
    return Objects.requireNonNull(names.get(layer));
  }

  private ObjectNode layer(Layer layer) {
    String name = nameOf(layer);
    ObjectNode json = LayerJson.write(layer.name().equals(name) ? layer : layer.named(name));
    json.put("name", name);
    ArrayNode inbound = json.putArray("inbound_nodes");
    for (Connection c : Objects.requireNonNull(calls.get(layer))) {
      if (layer instanceof InputLayer) {
        continue;
      }
      ObjectNode node = inbound.addObject();
      ArrayNode args = node.putArray("args");
      if (c.inputs().size() == 1) {
        args.add(tensor(c.inputs().get(0)));
      } else if (isMerging(layer)) {
        ArrayNode list = args.addArray();
        c.inputs().forEach(input -> list.add(tensor(input)));
      } else {
        c.inputs().forEach(input -> args.add(tensor(input)));
      }
      ObjectNode kwargs = node.putObject("kwargs");
      c.named().forEach((key, value) -> kwargs.set(key, argument(value)));
    }
    return json;
  }

  /** Whether Keras calls a layer with one list, not with one argument per value. */
  private static boolean isMerging(Layer layer) {
    return !(layer instanceof MultiHeadAttention
        || layer instanceof Recurrent
        || layer instanceof Bidirectional);
  }

  private JsonNode argument(Object value) {
    if (value instanceof Output output) {
      return tensor(output);
    }
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Output) {
      ArrayNode array = JSON.createArrayNode();
      list.forEach(one -> array.add(tensor((Output) one)));
      return array;
    }
    return LayerJson.tree(value);
  }

  private ArrayNode history(Output output) {
    Connection c = output.connection();
    ArrayNode history = JSON.createArrayNode();
    history.add(nameOf(c.layer()));
    history.add(Objects.requireNonNull(nodes.get(c)));
    return history.add(output.index());
  }

  private ObjectNode tensor(Output output) {
    ObjectNode json = JSON.createObjectNode();
    json.put("class_name", "__keras_tensor__");
    json.putObject("config").set("keras_history", history(output));
    return json;
  }

  private ArrayNode ends(List<Output> outputs) {
    ArrayNode array = JSON.createArrayNode();
    outputs.forEach(output -> array.add(history(output)));
    return array;
  }
}
