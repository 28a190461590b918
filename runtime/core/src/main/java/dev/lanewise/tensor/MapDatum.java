package dev.lanewise.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map from integers or strings to values, in the order of its keys' appearance.
 *
 * @param mapType type of keys and values
 * @param entries keys are {@code Long} or {@code String}
 */
public record MapDatum(MapType mapType, Map<Object, Datum> entries) implements Datum {
  /** Copies the map. */
  public MapDatum {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  @Override
  public MapType type() {
    return mapType;
  }
}
