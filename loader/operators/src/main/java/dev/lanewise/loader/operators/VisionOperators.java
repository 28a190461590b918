package dev.lanewise.loader.operators;

import dev.lanewise.op.AffineGrid;
import dev.lanewise.op.Col2Im;
import dev.lanewise.op.DeformConv;
import dev.lanewise.op.GridPadding;
import dev.lanewise.op.GridSample;
import dev.lanewise.op.ImageDecoder;
import dev.lanewise.op.MaxUnpool;
import dev.lanewise.op.NonMaxSuppression;
import dev.lanewise.op.PixelFormat;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.op.RoiAlign;

/** Table lines of operators that sample images at computed places, and of object detection. */
final class VisionOperators {
  private VisionOperators() {}

  static void addTo(OperatorTable table) {
    table.add("AffineGrid", 20, n -> n.emit(new AffineGrid(n.flag("align_corners", false))));
    table.add("GridSample", 16, n -> n.emit(gridSample(n, oldGridMode(n))));
    table.add(
        "GridSample",
        20,
        n -> n.emit(gridSample(n, ResampleOperators.oneOf(n, ResizeMode.class, "mode", "linear"))));
    table.add(
        "DeformConv",
        19,
        n ->
            n.emit(
                new DeformConv(
                    NnOperators.window(n), NnOperators.group(n), n.int32("offset_group", 1))));
    table.add("RoiAlign", 10, n -> n.emit(roiAlign(n, "output_half_pixel")));
    table.add(
        "RoiAlign",
        16,
        n -> n.emit(roiAlign(n, n.text("coordinate_transformation_mode", "half_pixel"))));
    table.add(
        "NonMaxSuppression",
        10,
        n -> n.emit(new NonMaxSuppression(n.flag("center_point_box", false))));
    table.add("ImageDecoder", 20, n -> n.emit(new ImageDecoder(pixelFormat(n))));
    table.add("Col2Im", 18, n -> n.emit(new Col2Im(NnOperators.window(n))));
    table.add(
        "MaxUnpool",
        9,
        n -> n.emit(new MaxUnpool(n.ints("kernel_shape"), n.ints("strides"), n.ints("pads"))));
  }

  private static GridSample gridSample(OnnxNode n, ResizeMode mode) {
    return new GridSample(
        mode,
        ResampleOperators.oneOf(n, GridPadding.class, "padding_mode", "zeros"),
        n.flag("align_corners", false));
  }

  private static PixelFormat pixelFormat(OnnxNode n) {
    String format = n.text("pixel_format", "RGB");
    return switch (format) {
      case "RGB" -> PixelFormat.RGB;
      case "BGR" -> PixelFormat.BGR;
      case "Grayscale" -> PixelFormat.GRAYSCALE;
      default -> throw n.fail("pixel_format is '" + format + "', which the standard does not know");
    };
  }

  private static ResizeMode oldGridMode(OnnxNode n) {
    String mode = n.text("mode", "bilinear");
    return switch (mode) {
      case "bilinear" -> ResizeMode.LINEAR;
      case "nearest" -> ResizeMode.NEAREST;
      case "bicubic" -> ResizeMode.CUBIC;
      default -> throw n.fail("mode is '" + mode + "', which the standard does not know");
    };
  }

  private static RoiAlign roiAlign(OnnxNode n, String coordinates) {
    String mode = n.text("mode", "avg");
    if (!mode.equals("avg") && !mode.equals("max")) {
      throw n.fail("mode is '" + mode + "', which the standard does not know");
    }
    boolean halfPixel = coordinates.equals("half_pixel");
    if (!halfPixel && !coordinates.equals("output_half_pixel")) {
      throw n.fail(
          "coordinate_transformation_mode is '"
              + coordinates
              + "', which the standard does not know");
    }
    return new RoiAlign(
        mode.equals("max"),
        n.int32("output_height", 1),
        n.int32("output_width", 1),
        n.int32("sampling_ratio", 0),
        n.real("spatial_scale", 1),
        halfPixel);
  }
}
