package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** Layers that go through time. */
final class RecurrentLayers {
  static final List<LayerType> TYPES = all();

  private RecurrentLayers() {}

  private static List<LayerType> all() {
    List<LayerType> types = new ArrayList<>();
    types.addAll(Recurrent.TYPES);
    return types;
  }
}
