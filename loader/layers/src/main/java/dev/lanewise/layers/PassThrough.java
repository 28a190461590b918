package dev.lanewise.layers;

import dev.lanewise.op.KeyedDropout;
import dev.lanewise.op.Mul;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A layer that does nothing outside of training, as dropout and noise. In training, Dropout drops
 * elements at random; the others cannot be trained with.
 */
public record PassThrough(Config config) implements UnaryLayer {
  private static final LayerType DROPOUT =
      LayerType.of("Dropout", PassThrough::new, "rate", LayerType.REQUIRED, "p", null);

  private static final LayerType PENALTY =
      LayerType.of("ActivityRegularization", PassThrough::new, "l1", 0, "l2", 0);

  private static final LayerType IDENTITY = LayerType.of("Identity", PassThrough::new);

  private static final List<LayerType> REGULARISATION =
      List.of(
          DROPOUT,
          LayerType.of("SpatialDropout1D", PassThrough::new, "rate", LayerType.REQUIRED),
          spatial("SpatialDropout2D"),
          spatial("SpatialDropout3D"),
          LayerType.of("GaussianDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("AlphaDropout", PassThrough::new, "rate", LayerType.REQUIRED),
          LayerType.of("GaussianNoise", PassThrough::new, "stddev", LayerType.REQUIRED),
          PENALTY,
          IDENTITY);

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
    Training training = e.training();
    if (training == null || config.type() == IDENTITY) {
      return x;
    }
    if (config.type() == PENALTY) {
      training.penalize(penalty(), config.place(), x.value());
      return x;
    }
    if (config.type() != DROPOUT || config.has("noise_shape")) {
      throw config.unsupported("training with this layer");
    }
    double rate = config.number("rate");
    if (!(rate >= 0 && rate <= 1)) {
      throw config.fail("'rate' must be in [0, 1], but is " + rate);
    }
    if (rate == 1) {
      return x.with(e.add(new Mul(), x.value(), e.scalar(0, x.dtype())));
    }
    return x.with(e.add(new KeyedDropout((float) rate, e.stream()), x.value(), training.key()));
  }

  /** The settings of ActivityRegularization as a regulariser. */
  private JsonNode penalty() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("class_name", "L1L2");
    ObjectNode factors = json.putObject("config");
    factors.put("l1", config.number("l1"));
    factors.put("l2", config.number("l2"));
    return json;
  }
}
