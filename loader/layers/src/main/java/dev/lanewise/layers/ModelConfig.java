package dev.lanewise.layers;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model as Keras writes it to JSON: {@code class_name} and {@code config}, and beside them what
 * is not the architecture, as {@code keras_version} and {@code compile_config}.
 *
 * @param network the model
 * @param rest the other keys, in their order
 */
public record ModelConfig(Network network, ObjectNode rest) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the JSON. */
  public ModelConfig {
    rest = rest.deepCopy();
  }

  /** A model with nothing beside it but what says that the form is that of Keras 3. */
  public static ModelConfig of(Network network) {
    ObjectNode rest = JSON.createObjectNode();
    rest.put("module", "keras");
    rest.putNull("class_name");
    rest.putNull("config");
    rest.putNull("registered_name");
    return new ModelConfig(network, rest);
  }

  /**
   * Reads JSON.
   *
   * @throws ModelFormatException if it is no configuration of a model
   * @throws UnsupportedModelException if it has layers or settings that are not supported
   */
  public static ModelConfig parse(String json) {
    try {
      return read(JSON.readTree(json));
    } catch (JacksonException e) {
      throw new ModelFormatException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a JSON tree.
   *
   * @throws ModelFormatException if it is no configuration of a model
   * @throws UnsupportedModelException if it has layers or settings that are not supported
   */
  public static ModelConfig read(JsonNode root) {
    if (!(root instanceof ObjectNode object) || !root.path("config").isObject()) {
      throw new ModelFormatException("a model needs 'class_name' and 'config'");
    }
    Layer layer = LayerTypes.read(root, Form.of(root));
    if (!(layer instanceof Network network)) {
      throw new ModelFormatException(
          layer.className() + " is no model; Sequential, Functional and Model are");
    }
    ObjectNode rest = object.deepCopy();
    rest.putNull("class_name");
    rest.putNull("config");
    return new ModelConfig(network, rest);
  }

  /** The other keys. */
  @Override
  public ObjectNode rest() {
    return rest.deepCopy();
  }

  /** The JSON, equal to what was read. */
  public ObjectNode toJson() {
    ObjectNode json = rest.deepCopy();
    json.put("class_name", network.className());
    json.set("config", network.config().toJson());
    return json;
  }

  /** The JSON as indented text. */
  public String write() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(toJson()) + "\n";
  }
}
