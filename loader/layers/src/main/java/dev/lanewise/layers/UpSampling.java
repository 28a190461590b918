package dev.lanewise.layers;

import dev.lanewise.op.AspectRatio;
import dev.lanewise.op.CoordinateMode;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** More elements along spatial dimensions, by whole factors. */
public record UpSampling(Config config) implements UnaryLayer {
  private static final LayerType ONE = LayerType.of("UpSampling1D", UpSampling::new, "size", 2);
  private static final LayerType TWO =
      LayerType.of(
          "UpSampling2D",
          UpSampling::new,
          "size",
          2,
          "data_format",
          "channels_last",
          "interpolation",
          "nearest");
  private static final LayerType THREE =
      LayerType.of("UpSampling3D", UpSampling::new, "size", 2, "data_format", "channels_last");

  static final List<LayerType> TYPES = List.of(ONE, TWO, THREE);

  /** An UpSampling2D with an interpolation by its Keras name. */
  public static UpSampling of(int size, String interpolation) {
    return new UpSampling(TWO.create("size", size, "interpolation", interpolation).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int rank = 1 + TYPES.indexOf(config.type());
    int[] size = config.sizes("size", rank);
    Flow in = Channels.first(e, config, x, rank).masked(null);
    float[] scales = new float[rank + 2];
    java.util.Arrays.fill(scales, 1);
    for (int i = 0; i < rank; i++) {
      scales[i + 2] = size[i];
    }
    String how = config.type() == TWO ? config.string("interpolation") : "nearest";
    Resize op = resize(config, how, false);
    return in.with(
        e.add(op, in.value(), null, e.constant(Tensor.of(Shape.of(scales.length), scales))));
  }

  /** The operator of an interpolation by its Keras name, with centres of pixels at halves. */
  static Resize resize(Config config, String interpolation, boolean antialias, int... axes) {
    return switch (interpolation) {
      case "nearest" ->
          op(ResizeMode.NEAREST, CoordinateMode.TF_HALF_PIXEL_FOR_NN, false, false, axes);
      case "bilinear" ->
          op(ResizeMode.LINEAR, CoordinateMode.HALF_PIXEL, antialias, antialias, axes);
      case "bicubic" -> op(ResizeMode.CUBIC, CoordinateMode.HALF_PIXEL, antialias, true, axes);
      default ->
          throw config.unsupported(
              "the interpolation '"
                  + interpolation
                  + "'; nearest, bilinear and bicubic can be read");
    };
  }

  private static Resize op(
      ResizeMode mode, CoordinateMode coordinates, boolean antialias, boolean inside, int... axes) {
    return new Resize(
        mode,
        coordinates,
        NearestMode.FLOOR,
        antialias,
        axes,
        -0.5f,
        inside,
        0,
        AspectRatio.STRETCH);
  }
}
