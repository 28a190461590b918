package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * A layer whose kernel training divides by its largest singular value. The kernel in a file is the
 * divided one, so that the layer is applied as it is.
 */
public record SpectralNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "SpectralNormalization",
          SpectralNormalization::new,
          "layer",
          LayerType.REQUIRED,
          "power_iterations",
          1);

  /** Around a layer with a kernel. */
  public static SpectralNormalization of(Layer layer) {
    Layer named = layer.name().isEmpty() ? layer.named("layer") : layer;
    return new SpectralNormalization(TYPE.create("layer", LayerJson.write(named)).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int before = e.variables().size();
    Flow y =
        e.inside("layer", "layer", () -> config.layer("layer").call(e, Arguments.of(List.of(x))))
            .get(0);
    List<Variable> inner = e.variables();
    if (inner.size() > before) {
      Shape kernel = inner.get(before).shape();
      Initializer small = new Initializer(Initializer.Kind.TRUNCATED_NORMAL, 0, 0.02);
      e.variable(config, "vector_u", small, false, 1, kernel.dim(-1));
    }
    return y;
  }
}
