package dev.lanewise.trainer;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What configurations call the implementations of an interface. A name counts however it is
 * written: {@code mean_squared_error} is {@code MeanSquaredError}.
 */
final class Table<T> {
  private final String kind;
  private final Map<String, Function<JsonNode, ? extends T>> makers = new TreeMap<>();
  private final TreeSet<String> names = new TreeSet<>();

  /** An empty table of a kind of things, such as losses. */
  Table(String kind) {
    this.kind = kind;
  }

  /** Adds a thing under its names; a function makes it from its settings. */
  Table<T> with(Function<JsonNode, ? extends T> maker, String... aliases) {
    for (String alias : aliases) {
      makers.put(key(alias), maker);
    }
    names.add(aliases[0]);
    return this;
  }

  private static String key(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name, or an object with {@code class_name} and {@code config}.
   *
   * @param path where it stands, for messages
   * @throws UnsupportedModelException if there is no such thing
   * @throws ModelFormatException if a setting has a value that it cannot have
   */
  T read(JsonNode json, String path) {
    String name = json.isString() ? json.stringValue() : json.path("class_name").asString("");
    JsonNode config = json.path("config");
    if (config.isString()) {
      return read(config, path);
    }
    Function<JsonNode, ? extends T> maker = makers.get(key(name));
    if (maker == null) {
      throw new UnsupportedModelException(
          "the " + kind + " '" + name + "' is not among " + names + ": " + json);
    }
    try {
      return maker.apply(config.isObject() ? config : JsonMapper.shared().createObjectNode());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(path + " (" + name + "): " + e.getMessage(), e);
    }
  }
}
