package dev.lanewise.layers;

import java.util.List;

/** A layer that does nothing outside of training, as dropout and noise. */
public record PassThrough(Config config) implements UnaryLayer {
  static final List<LayerType> TYPES =
      List.of(
          LayerType.of("Dropout", PassThrough::new, "rate", LayerType.REQUIRED, "p", null),
          LayerType.of("SpatialDropout1D", PassThrough::new, "rate", LayerType.REQUIRED),
          spatial("SpatialDropout2D"),
          spatial("SpatialDropout3D"),
          LayerType.of("GaussianDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("AlphaDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("GaussianNoise", PassThrough::new, "stddev", LayerType.REQUIRED),
          LayerType.of("ActivityRegularization", PassThrough::new, "l1", 0, "l2", 0),
          LayerType.of("Identity", PassThrough::new));

  private static LayerType spatial(String className) {
    return LayerType.of(
        className, PassThrough::new, "rate", LayerType.REQUIRED, "data_format", null);
  }

  /** A Dropout layer. */
  public static PassThrough dropout(double rate) {
    return new PassThrough(TYPES.get(0).create("rate", rate).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    return x;
  }
}
