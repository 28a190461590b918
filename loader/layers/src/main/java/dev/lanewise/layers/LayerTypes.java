package dev.lanewise.layers;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The layers that can be read, by the names of their classes. */
public final class LayerTypes {
  private static final Map<String, LayerType> TYPES = new LinkedHashMap<>();

  static {
    List.of(CoreLayers.TYPES, SpatialLayers.TYPES, RecurrentLayers.TYPES, PreprocessingLayers.TYPES)
        .forEach(family -> family.forEach(type -> TYPES.put(type.className(), type)));
  }

  private LayerTypes() {}

  /** Class names of all layers that can be read. */
  public static Set<String> classNames() {
    return java.util.Collections.unmodifiableSet(TYPES.keySet());
  }

  /** The type of a class name, null if there is none. */
  static @Nullable LayerType find(String className) {
    return TYPES.get(className);
  }

  /**
   * A layer from its object in a configuration: {@code class_name} and {@code config}.
   *
   * @throws UnsupportedModelException if there is no such layer
   * @throws ModelFormatException if it is no such object
   */
  public static Layer read(JsonNode json, Form form) {
    String className = json.path("class_name").asString("");
    JsonNode config = json.path("config");
    if (className.isEmpty() || !config.isObject()) {
      throw new ModelFormatException(
          "a layer needs 'class_name' and 'config', but there is " + shortened(json));
    }
    String registered = json.path("registered_name").asString("");
    String module = json.path("module").asString("keras");
    LayerType type = TYPES.get(className);
    boolean foreign = registered.contains(">") || !isKeras(module);
    if (type == null || foreign) {
      String name = config.path("name").asString(json.path("name").asString(""));
      throw new UnsupportedModelException(
          "layer '"
              + name
              + "' ("
              + className
              + "): "
              + UnsupportedLayers.reason(className, foreign));
    }
    return type.read((ObjectNode) config, form);
  }

  private static boolean isKeras(String module) {
    return module.startsWith("keras") || module.startsWith("tf_keras");
  }

  private static String shortened(JsonNode json) {
    String text = json.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
