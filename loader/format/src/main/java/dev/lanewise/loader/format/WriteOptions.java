package dev.lanewise.loader.format;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is written besides the model itself.
 *
 * @param weights how weights are stored
 * @param info texts for people by name, such as {@code architecture}, {@code license}, {@code
 *     accuracy} and {@code producer}
 */
public record WriteOptions(WeightType weights, Map<String, String> info) {
  /** Weights as they are, and no information. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(WeightType.FLOAT32, Collections.emptyMap());

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if a name is one that the format uses itself
   */
  public WriteOptions {
    info = Collections.unmodifiableMap(new TreeMap<>(info));
    for (String name : info.keySet()) {
      if (name.equals(LanewiseFile.FORMAT) || name.startsWith(LanewiseFile.PREFIX)) {
        throw new IllegalArgumentException("the name '" + name + "' is taken by the format");
      }
    }
  }

  /** The same with weights stored in another way. */
  public WriteOptions with(WeightType other) {
    return new WriteOptions(other, info);
  }

  /** The same with one more piece of information. */
  public WriteOptions with(String name, String text) {
    Map<String, String> more = new TreeMap<>(info);
    more.put(name, text);
    return new WriteOptions(weights, more);
  }
}
