package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer: an immutable description by the keys of its Keras configuration. It has no weights of
 * its own; it declares its variables while it is built into a graph.
 */
public interface Layer {
  /** The configuration, which is all there is to a layer. */
  Config config();

  /**
   * Adds the layer to a graph, as operators of the ONNX standard, and declares its variables.
   *
   * @return its outputs
   * @throws dev.lanewise.error.ModelFormatException if the inputs do not suit the layer
   */
  List<Flow> call(Emitter e, Arguments in);

  /** Name within its model; empty as long as it has none. */
  default String name() {
    return config().name();
  }

  /** Name of its class in configurations. */
  default String className() {
    return config().type().className();
  }

  /** The same layer under a name. */
  default Layer named(String name) {
    return with("name", name);
  }

  /**
   * The same layer with another value for a key of its configuration.
   *
   * @param value text, number, boolean, list or null
   */
  default Layer with(String key, @Nullable Object value) {
    Config config = config().with(key, value);
    return config.type().read(config.toJson(), config.form());
  }

  /** Calls the layer on symbolic values. */
  default Connection connect(List<Output> inputs, Map<String, ?> named) {
    return new Connection(this, inputs, named);
  }

  /** Calls the layer on symbolic values; its first output. */
  default Output on(Output... inputs) {
    return connect(List.of(inputs), Map.of()).output(0);
  }
}
