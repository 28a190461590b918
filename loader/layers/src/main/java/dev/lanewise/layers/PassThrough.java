package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.KeyedDropout;
import dev.lanewise.op.Mul;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A layer that does nothing outside of training, as dropout and noise. In training, Dropout and
 * SpatialDropout drop elements and channels at random; noise and augmentation cannot be trained
 * with.
 */
public record PassThrough(Config config) implements UnaryLayer {
  private static final LayerType DROPOUT =
      LayerType.of("Dropout", PassThrough::new, "rate", LayerType.REQUIRED, "p", null);

  /** Dropout of whole channels, over one, two and three dimensions. */
  private static final List<LayerType> SPATIAL =
      List.of(
          LayerType.of("SpatialDropout1D", PassThrough::new, "rate", LayerType.REQUIRED),
          spatial("SpatialDropout2D"),
          spatial("SpatialDropout3D"));

  private static final LayerType PENALTY =
      LayerType.of("ActivityRegularization", PassThrough::new, "l1", 0, "l2", 0);

  private static final LayerType IDENTITY = LayerType.of("Identity", PassThrough::new);

  private static final List<LayerType> REGULARISATION =
      List.of(
          DROPOUT,
          SPATIAL.get(0),
          SPATIAL.get(1),
          SPATIAL.get(2),
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

  /** A SpatialDropout2D layer, which drops whole channels. */
  public static PassThrough spatialDropout2d(double rate) {
    return new PassThrough(SPATIAL.get(1).create("rate", rate).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (config.type() == PENALTY) {
      e.penalize(config, penalty(), x.value());
      return x;
    }
    Training training = e.training();
    if (training == null || config.type() == IDENTITY) {
      return x;
    }
    boolean spatial = SPATIAL.contains(config.type());
    if ((!spatial && config.type() != DROPOUT) || config.has("noise_shape")) {
      throw config.unsupported("training with this layer");
    }
    double rate = config.number("rate");
    if (!(rate >= 0 && rate <= 1)) {
      throw config.fail("'rate' must be in [0, 1], but is " + rate);
    }
    if (rate == 1) {
      return x.with(e.add(new Mul(), x.value(), e.scalar(0, x.dtype())));
    }
    KeyedDropout op = new KeyedDropout((float) rate, e.stream());
    if (!spatial) {
      return x.with(e.add(op, x.value(), training.key()));
    }
    Value factors = e.add(op, perChannel(e, x), training.key());
    return x.with(e.add(new Mul(), x.value(), factors));
  }

  /** A one for every channel of every sample, to go with a value. */
  private Value perChannel(Emitter e, Flow x) {
    int channel = config.type() == SPATIAL.get(0) || config.channelsLast() ? x.rank() - 1 : 1;
    int[] dims = new int[x.rank()];
    for (int p = 0; p < dims.length; p++) {
      int axis = x.order().get(p);
      dims[p] = axis == 0 || axis == channel ? x.dim(axis) : 1;
    }
    Shape shape = Shape.of(dims);
    double[] ones = new double[shape.size()];
    Arrays.fill(ones, 1);
    return e.constant(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), ones)));
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
