package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Round;
import dev.lanewise.op.Slice;
import dev.lanewise.tensor.DType;
import java.util.List;

/** Images of a given size: Resizing by interpolation, CenterCrop by cutting. */
public record Resizing(Config config) implements UnaryLayer {
  private static final LayerType RESIZING =
      LayerType.of(
          "Resizing",
          Resizing::new,
          "height",
          LayerType.REQUIRED,
          "width",
          LayerType.REQUIRED,
          "interpolation",
          "bilinear",
          "crop_to_aspect_ratio",
          false,
          "pad_to_aspect_ratio",
          false,
          "fill_mode",
          "constant",
          "fill_value",
          0.0,
          "antialias",
          false,
          "data_format",
          null,
          "data_bounding_box_format",
          null);
  private static final LayerType CROP =
      LayerType.of(
          "CenterCrop",
          Resizing::new,
          "height",
          LayerType.REQUIRED,
          "width",
          LayerType.REQUIRED,
          "data_format",
          null);

  static final List<LayerType> TYPES = List.of(RESIZING, CROP);

  /** Interpolation by its Keras name. */
  public static Resizing of(int height, int width, String interpolation) {
    return new Resizing(
        RESIZING.create("height", height, "width", width, "interpolation", interpolation).config());
  }

  /** The middle of images, which are made larger where they are too small. */
  public static Resizing centerCrop(int height, int width) {
    return new Resizing(CROP.create("height", height, "width", width).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    Flow in = Channels.first(e, config, x, 2).masked(null);
    int height = config.positive("height");
    int width = config.positive("width");
    if (config.type() == RESIZING) {
      if (config.flag("pad_to_aspect_ratio")) {
        throw config.unsupported("'pad_to_aspect_ratio'");
      }
      Value part = config.flag("crop_to_aspect_ratio") ? cut(e, in, height, width) : in.value();
      return in.with(
          resized(
              e, part, height, width, config.string("interpolation"), config.flag("antialias")));
    }
    int h = known(in, 2);
    int w = known(in, 3);
    if (h >= height && w >= width) {
      return in.with(slice(e, in.value(), (h - height) / 2, height, (w - width) / 2, width));
    }
    return in.with(resized(e, cut(e, in, height, width), height, width, "bilinear", false));
  }

  private int known(Flow in, int dim) {
    int size = Flow.shape(in.value()).dim(dim);
    if (size < 0) {
      throw config.unsupported("images of a size that the model leaves open");
    }
    return size;
  }

  /** The largest middle part with the wanted ratio of height and width. */
  private Value cut(Emitter e, Flow in, int height, int width) {
    int h = known(in, 2);
    int w = known(in, 3);
    int cutHeight = Math.max(1, Math.min(h, (int) ((double) w * height / width)));
    int cutWidth = Math.max(1, Math.min(w, (int) ((double) h * width / height)));
    return slice(e, in.value(), (h - cutHeight) / 2, cutHeight, (w - cutWidth) / 2, cutWidth);
  }

  private static Value slice(Emitter e, Value x, long top, long height, long left, long width) {
    return e.add(
        new Slice(), x, e.longs(top, left), e.longs(top + height, left + width), e.longs(2L, 3L));
  }

  private Value resized(
      Emitter e, Value x, int height, int width, String interpolation, boolean antialias) {
    DType dtype = Flow.of(x).dtype();
    Value in = dtype.isFloating() ? x : e.add(new Cast(DType.FLOAT), x);
    dev.lanewise.op.Resize op = UpSampling.resize(config, interpolation, antialias, 2, 3);
    Value y = e.add(op, in, null, null, e.longs((long) height, width));
    if (dtype.isFloating()) {
      return y;
    }
    Flow rounded = Flow.of(e.add(new Round(), y));
    Value limited = ActivationFunction.clip(e, rounded, dtype.min(), dtype.max()).value();
    return e.add(new Cast(dtype), limited);
  }
}
