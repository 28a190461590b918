package dev.lanewise.layers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A class of layers: what a configuration calls it, which keys it has, and how an object is made.
 * Equal only to itself.
 */
public final class LayerType {
  /** Stands for the value of a key that has no default. */
  static final Object REQUIRED = new Object();

  private static final JsonMapper JSON = JsonMapper.shared();

  private final String className;
  private final Map<String, @Nullable JsonNode> defaults;
  private final boolean anyKey;
  private final Function<Config, Layer> constructor;

  private LayerType(
      String className,
      Map<String, @Nullable JsonNode> defaults,
      boolean anyKey,
      Function<Config, Layer> constructor) {
    this.className = className;
    this.defaults = Collections.unmodifiableMap(defaults);
    this.anyKey = anyKey;
    this.constructor = constructor;
  }

  /** A type whose keys mean nothing outside of training. */
  static LayerType withAnyKey(String className, Function<Config, Layer> constructor) {
    return new LayerType(className, Map.of(), true, constructor);
  }

  /**
   * A type from its class name, its constructor, and keys followed by their defaults.
   *
   * @param keys name, default, name, default, …; a default is {@link #REQUIRED} or what JSON can
   *     hold
   */
  static LayerType of(
      String className, Function<Config, Layer> constructor, @Nullable Object... keys) {
    Map<String, @Nullable JsonNode> defaults = new LinkedHashMap<>();
    for (int i = 0; i < keys.length; i += 2) {
      Object value = keys[i + 1];
      defaults.put((String) keys[i], value == REQUIRED ? null : LayerJson.tree(value));
    }
    return new LayerType(className, defaults, false, constructor);
  }

  /** The same under another class name. */
  LayerType called(String otherName) {
    return new LayerType(otherName, defaults, anyKey, constructor);
  }

  /** The class name in configurations. */
  public String className() {
    return className;
  }

  /** Whether layers of this type have a key of their own by this name. */
  boolean hasKey(String key) {
    return anyKey || defaults.containsKey(key);
  }

  /** The default of a key; null if it has none. */
  @Nullable JsonNode defaultOf(String key) {
    return defaults.get(key);
  }

  /** A layer with every key at its default but for the given ones: name, value, name, value, …. */
  Layer create(@Nullable Object... values) {
    ObjectNode json = JSON.createObjectNode();
    json.putNull("name");
    json.put("trainable", true);
    json.put("dtype", "float32");
    defaults.forEach(
        (key, value) -> {
          if (value != null) {
            json.set(key, value.deepCopy());
          }
        });
    for (int i = 0; i < values.length; i += 2) {
      json.set((String) values[i], LayerJson.tree(values[i + 1]));
    }
    return read(json, Form.KERAS_3);
  }

  /**
   * A layer from its configuration.
   *
   * @throws dev.lanewise.error.ModelFormatException if a key is missing or breaks a rule
   * @throws dev.lanewise.error.UnsupportedModelException if the layer asks for something that is
   *     not supported
   */
  public Layer read(ObjectNode json, Form form) {
    return constructor.apply(Config.of(this, json, form));
  }

  @Override
  public String toString() {
    return className;
  }
}
