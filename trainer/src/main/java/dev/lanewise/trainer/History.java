package dev.lanewise.trainer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loss and metrics epoch by epoch. */
public final class History {
  private final List<Map<String, Double>> epochs = new ArrayList<>();

  /** An empty history. */
  public History() {}

  /** Adds an epoch. */
  void add(Map<String, Double> results) {
    epochs.add(Collections.unmodifiableMap(new LinkedHashMap<>(results)));
  }

  /** Results of each epoch by name, {@code val_} before those on validation data. */
  public List<Map<String, Double>> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  /** One value per epoch; NaN where there is none. */
  public double[] values(String name) {
    return epochs.stream().mapToDouble(e -> e.getOrDefault(name, Double.NaN)).toArray();
  }

  /** The last value of a name; NaN if there is none. */
  public double last(String name) {
    return epochs.isEmpty()
        ? Double.NaN
        : epochs.get(epochs.size() - 1).getOrDefault(name, Double.NaN);
  }
}
