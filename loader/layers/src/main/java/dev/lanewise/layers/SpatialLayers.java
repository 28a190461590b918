package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** Convolutions, pooling and normalisations. */
final class SpatialLayers {
  static final List<LayerType> TYPES = all();

  private SpatialLayers() {}

  private static List<LayerType> all() {
    List<LayerType> types = new ArrayList<>();
    types.addAll(Convolution.TYPES);
    types.addAll(DepthwiseConvolution.TYPES);
    types.addAll(SeparableConvolution.TYPES);
    types.addAll(Pooling.TYPES);
    types.addAll(GlobalPooling.TYPES);
    types.add(BatchNormalization.TYPE);
    return types;
  }
}
