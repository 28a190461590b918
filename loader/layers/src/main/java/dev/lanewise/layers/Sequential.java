package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A model whose layers are called one after the other. */
public final class Sequential implements Network {
  static final LayerType TYPE =
      LayerType.of(
          "Sequential",
          Sequential::new,
          "name",
          "sequential",
          "layers",
          LayerType.REQUIRED,
          "build_input_shape",
          null);

  private final Config config;
  private final List<Layer> layers;
  private final @Nullable InputLayer input;

  private Sequential(Config config) {
    this.config = config;
    List<Layer> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode layer : config.required("layers")) {
      Layer read = LayerTypes.read(layer, config.form());
      if (read.name().isEmpty() || !names.add(read.name())) {
        throw config.fail("every layer needs a name of its own, but one is '" + read.name() + "'");
      }
      all.add(read);
    }
    this.layers = List.copyOf(all);
    this.input = input(config, layers);
  }

  /** A model from its layers, the first of which is an InputLayer; unnamed ones get names. */
  public static Sequential of(String name, Layer... layers) {
    StoreNames names = new StoreNames();
    List<ObjectNode> json = new ArrayList<>();
    for (Layer layer : layers) {
      json.add(
          LayerJson.write(
              layer.name().isEmpty() ? layer.named(names.next(layer.className())) : layer));
    }
    return (Sequential) TYPE.create("name", name, "layers", json);
  }

  private static @Nullable InputLayer input(Config config, List<Layer> layers) {
    if (layers.isEmpty()) {
      throw config.fail("has no layers");
    }
    Layer first = layers.get(0);
    if (first instanceof InputLayer input) {
      return input;
    }
    if (first instanceof Network network && network.inputs().size() == 1) {
      return network.inputs().get(0);
    }
    JsonNode shape = InputLayer.shape(first.config());
    if (shape == null) {
      shape = config.node("build_input_shape");
    }
    return shape == null
        ? null
        : new InputLayer(
            InputLayer.TYPE
                .create(
                    "name",
                    first.name() + "_input",
                    "batch_shape",
                    shape,
                    "dtype",
                    first.config().policyName())
                .config());
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public List<InputLayer> inputs() {
    if (input == null) {
      throw config.fail("does not say the shape of its input; put an InputLayer first");
    }
    return List.of(input);
  }

  @Override
  public List<String> outputNames() {
    return List.of(layers.get(layers.size() - 1).name());
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    StoreNames names = new StoreNames();
    List<Flow> flows = in.inputs();
    for (Layer layer : layers) {
      String part = "layers/" + names.next(layer.className());
      flows = e.layer(layer, part, new Arguments(flows, Map.of(), Map.of()));
      if (flows.size() != 1) {
        throw config.fail(
            "holds the layer '" + layer.name() + "', which has " + flows.size() + " outputs");
      }
    }
    return flows;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Sequential other && config.equals(other.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }

  /** The configuration. */
  @Override
  public String toString() {
    return config.toString();
  }
}
