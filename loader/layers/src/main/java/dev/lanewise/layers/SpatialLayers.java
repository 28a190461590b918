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
    types.addAll(TransposedConvolution.TYPES);
    types.addAll(AdaptivePooling.TYPES);
    types.addAll(Borders.TYPES);
    types.addAll(UpSampling.TYPES);
    types.add(BatchNormalization.TYPE);
    types.add(BatchNormalization.TYPE.called("BatchNormalizationV1"));
    types.add(BatchNormalization.TYPE.called("SyncBatchNormalization"));
    types.add(LayerNormalization.TYPE);
    types.add(GroupNormalization.TYPE);
    types.add(RMSNormalization.TYPE);
    types.add(UnitNormalization.TYPE);
    types.add(SpectralNormalization.TYPE);
    return types;
  }
}
