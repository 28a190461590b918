package dev.lanewise.loader.operators;

import dev.lanewise.op.AspectRatio;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.CoordinateMode;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Locale;

/** Table lines of operators that resample images: Resize and its predecessors, ConvTranspose. */
final class ResampleOperators {
  private ResampleOperators() {}

  static void addTo(OperatorTable table) {
    table.add(
        "ConvTranspose",
        1,
        n ->
            n.emit(
                new ConvTranspose(
                    NnOperators.window(n),
                    NnOperators.group(n),
                    n.ints("output_padding"),
                    n.ints("output_shape"))));
    table.add(
        "Upsample",
        1,
        n -> {
          float[] scales = {1, 1, n.real("height_scale"), n.real("width_scale")};
          upsample(n, scales);
        });
    table.add("Upsample", 7, n -> upsample(n, n.reals("scales")));
    table.add("Upsample", 9, n -> n.emit(enlarging(n), n.input(0), null, n.input(1)));
    table.add("Resize", 10, n -> n.emit(oldResize(n), n.input(0), null, n.input(1)));
    table.add("Resize", 11, n -> n.emit(resize(n)));
  }

  private static void upsample(OnnxNode n, float[] scales) {
    n.emit(oldResize(n), n.input(0), null, n.constant(Tensor.of(Shape.of(scales.length), scales)));
  }

  /** Scales of Upsample are at least 1, even where they are known only in a run. */
  private static Resize enlarging(OnnxNode n) {
    Resize r = oldResize(n);
    return new Resize(
        r.mode(),
        r.coordinates(),
        NearestMode.FLOOR,
        r.antialias(),
        r.axes(),
        r.cubicCoefficient(),
        r.excludeOutside(),
        r.extrapolation(),
        r.aspectRatio());
  }

  private static Resize oldResize(OnnxNode n) {
    return Resize.upsample(mode(n));
  }

  private static Resize resize(OnnxNode n) {
    return new Resize(
        mode(n),
        oneOf(n, CoordinateMode.class, "coordinate_transformation_mode", "half_pixel"),
        oneOf(n, NearestMode.class, "nearest_mode", "round_prefer_floor"),
        n.flag("antialias", false),
        n.ints("axes"),
        n.real("cubic_coeff_a", -0.75f),
        n.flag("exclude_outside", false),
        n.real("extrapolation_value", 0),
        oneOf(n, AspectRatio.class, "keep_aspect_ratio_policy", "stretch"));
  }

  private static ResizeMode mode(OnnxNode n) {
    // The first Upsample had "bilinear" for what became "linear".
    return n.text("mode", "nearest").equals("bilinear")
        ? ResizeMode.LINEAR
        : oneOf(n, ResizeMode.class, "mode", "nearest");
  }

  /** The constant whose name in lower case is the value of an attribute. */
  static <E extends Enum<E>> E oneOf(
      OnnxNode n, Class<E> type, String attribute, String defaultValue) {
    String text = n.text(attribute, defaultValue);
    for (E e : type.getEnumConstants()) {
      if (e.name().toLowerCase(Locale.ROOT).equals(text)) {
        return e;
      }
    }
    throw n.fail(attribute + " is '" + text + "', which the standard does not know");
  }
}
