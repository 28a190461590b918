package dev.lanewise.layers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names that Keras 3 gives to the layers of a model in a weight file, and to layers without one.
 */
final class StoreNames {
  private final Map<String, Integer> used = new HashMap<>();

  /** The name of the next layer of a class: {@code dense}, {@code dense_1}, …. */
  String next(String className) {
    String name = snakeCase(className);
    int count = used.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + (count - 1);
  }

  /** A class name in lower case with underscores, as {@code max_pooling2d}. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
