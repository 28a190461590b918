package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** Models, fully connected layers, activations, and layers that move elements. */
final class CoreLayers {
  static final List<LayerType> TYPES = all();

  private CoreLayers() {}

  private static List<LayerType> all() {
    List<LayerType> types = new ArrayList<>();
    types.add(InputLayer.TYPE);
    types.add(Sequential.TYPE);
    types.add(Functional.TYPE);
    types.add(Functional.TYPE.called("Model"));
    types.add(Dense.TYPE);
    types.add(Activation.TYPE);
    types.addAll(ParametricActivation.TYPES);
    types.add(PReLU.TYPE);
    types.addAll(PassThrough.TYPES);
    types.add(Flatten.TYPE);
    types.add(Reshape.TYPE);
    types.add(Permute.TYPE);
    types.add(RepeatVector.TYPE);
    types.addAll(Merging.TYPES);
    types.add(Concatenate.TYPE);
    types.add(Dot.TYPE);
    types.add(Embedding.TYPE);
    types.add(EinsumDense.TYPE);
    types.add(Masking.TYPE);
    return types;
  }
}
