package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** Layers that go through time, and attention. */
final class RecurrentLayers {
  static final List<LayerType> TYPES = all();

  private RecurrentLayers() {}

  private static List<LayerType> all() {
    List<LayerType> types = new ArrayList<>();
    types.addAll(Recurrent.TYPES);
    types.add(Bidirectional.TYPE);
    types.add(RecurrentStack.TYPE);
    types.add(TimeDistributed.TYPE);
    types.addAll(Attention.TYPES);
    types.addAll(MultiHeadAttention.TYPES);
    return types;
  }
}
