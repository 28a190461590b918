package dev.lanewise.layers;

import java.util.List;
import java.util.stream.Stream;

/** A layer that does nothing outside of training, as dropout and noise. */
public record PassThrough(Config config) implements UnaryLayer {
  private static final LayerType DROPOUT =
      LayerType.of("Dropout", PassThrough::new, "rate", LayerType.REQUIRED, "p", null);

  private static final List<LayerType> REGULARISATION =
      List.of(
          DROPOUT,
          LayerType.of("SpatialDropout1D", PassThrough::new, "rate", LayerType.REQUIRED),
          spatial("SpatialDropout2D"),
          spatial("SpatialDropout3D"),
          LayerType.of("GaussianDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("AlphaDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("GaussianNoise", PassThrough::new, "stddev", LayerType.REQUIRED),
          LayerType.of("ActivityRegularization", PassThrough::new, "l1", 0, "l2", 0),
          LayerType.of("Identity", PassThrough::new));

  /** Random changes of images, which only happen in training. */
  private static final List<LayerType> AUGMENTATION =
      Stream.of(
              "AugMix",
              "CutMix",
              "MixUp",
              "RandAugment",
              "RandomBrightness",
              "RandomColorDegeneration",
              "RandomColorJitter",
              "RandomContrast",
              "RandomElasticTransform",
              "RandomErasing",
              "RandomFlip",
              "RandomGaussianBlur",
              "RandomGrayscale",
              "RandomHue",
              "RandomInvert",
              "RandomPerspective",
              "RandomPosterization",
              "RandomRotation",
              "RandomSaturation",
              "RandomSharpness",
              "RandomShear",
              "RandomTranslation",
              "RandomZoom")
          .map(name -> LayerType.withAnyKey(name, PassThrough::new))
          .toList();

  static final List<LayerType> TYPES =
      Stream.concat(REGULARISATION.stream(), AUGMENTATION.stream()).toList();

  private static LayerType spatial(String className) {
    return LayerType.of(
        className, PassThrough::new, "rate", LayerType.REQUIRED, "data_format", null);
  }

  /** A Dropout layer. */
  public static PassThrough dropout(double rate) {
    return new PassThrough(DROPOUT.create("rate", rate).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    return x;
  }
}
