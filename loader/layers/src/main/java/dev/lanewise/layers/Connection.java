package dev.lanewise.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of a layer on symbolic values. Equal only to itself. */
public final class Connection {
  private final Layer layer;
  private final List<Output> inputs;
  private final Map<String, Object> named;

  Connection(Layer layer, List<Output> inputs, Map<String, ?> named) {
    this.layer = layer;
    this.inputs = List.copyOf(inputs);
    this.named = new LinkedHashMap<>(named);
  }

  /** The layer that is called. */
  public Layer layer() {
    return layer;
  }

  /** Values given by position. */
  public List<Output> inputs() {
    return inputs;
  }

  /** Values, lists of values and settings given by name. */
  Map<String, Object> named() {
    return named;
  }

  /** Output i of the call. */
  public Output output(int i) {
    return new Output(this, i);
  }
}
