package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a layer is called with.
 *
 * @param inputs values given by position
 * @param named values given by name, as {@code initial_state}
 * @param settings what is given by name and is no value of the graph, as {@code use_causal_mask}
 */
public record Arguments(
    List<Flow> inputs, Map<String, List<Flow>> named, Map<String, JsonNode> settings) {
  /** Copies the collections. */
  public Arguments {
    inputs = List.copyOf(inputs);
    named = Map.copyOf(named);
    settings = Map.copyOf(settings);
  }

  /** Values by position only. */
  public static Arguments of(List<Flow> inputs) {
    return new Arguments(inputs, Map.of(), Map.of());
  }

  /** The only input of a layer that takes one. */
  Flow single(Layer layer) {
    if (inputs.size() != 1) {
      throw layer.config().fail("takes one input, but is called with " + inputs.size());
    }
    return inputs.get(0);
  }

  /** Input i by position or, failing that, by name; null if it is not given. */
  @Nullable Flow get(int i, String name) {
    if (i < inputs.size()) {
      return inputs.get(i);
    }
    List<Flow> given = named.getOrDefault(name, List.of());
    return given.isEmpty() ? null : given.get(0);
  }

  /** A setting that is true or false, false if it is not given. */
  boolean flag(String name) {
    JsonNode value = settings.get(name);
    return value != null && value.asBoolean(false);
  }
}
