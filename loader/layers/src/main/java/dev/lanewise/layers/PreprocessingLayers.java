package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** Preprocessing that is arithmetic. */
final class PreprocessingLayers {
  static final List<LayerType> TYPES = all();

  private PreprocessingLayers() {}

  private static List<LayerType> all() {
    List<LayerType> types = new ArrayList<>();
    types.add(Rescaling.TYPE);
    types.add(Normalization.TYPE);
    types.addAll(Resizing.TYPES);
    types.addAll(Encoding.TYPES);
    return types;
  }
}
