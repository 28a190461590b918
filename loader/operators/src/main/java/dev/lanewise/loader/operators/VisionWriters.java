package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;

import dev.lanewise.op.Adagrad;
import dev.lanewise.op.Adam;
import dev.lanewise.op.AffineGrid;
import dev.lanewise.op.Col2Im;
import dev.lanewise.op.DeformConv;
import dev.lanewise.op.GridSample;
import dev.lanewise.op.ImageDecoder;
import dev.lanewise.op.LossReduction;
import dev.lanewise.op.MaxUnpool;
import dev.lanewise.op.Momentum;
import dev.lanewise.op.NegativeLogLikelihoodLoss;
import dev.lanewise.op.NonMaxSuppression;
import dev.lanewise.op.PixelFormat;
import dev.lanewise.op.RoiAlign;
import dev.lanewise.op.SoftmaxCrossEntropyLoss;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How operators on images, losses and optimisers are written. */
final class VisionWriters {
  private VisionWriters() {}

  static void addAll() {
    add(AffineGrid.class, (op, n) -> n.since(20).flag("align_corners", op.alignCorners()));
    add(
        GridSample.class,
        (op, n) ->
            n.since(20)
                .text("mode", lower(op.mode()))
                .text("padding_mode", lower(op.padding()))
                .flag("align_corners", op.alignCorners()));
    add(
        DeformConv.class,
        (op, n) ->
            OperatorWriters.window(n.since(19), op.window())
                .integer("group", op.groups())
                .integer("offset_group", op.offsetGroups()));
    add(RoiAlign.class, VisionWriters::roiAlign);
    add(NonMaxSuppression.class, (op, n) -> n.flag("center_point_box", op.centerPointBox()));
    add(Col2Im.class, (op, n) -> OperatorWriters.window(n.since(18), op.window()));
    add(
        MaxUnpool.class,
        (op, n) ->
            n.ints("kernel_shape", op.kernel())
                .ints("strides", op.strides())
                .ints("pads", op.pads()));
    add(
        ImageDecoder.class,
        (op, n) ->
            n.since(20)
                .text(
                    "pixel_format",
                    op.format() == PixelFormat.GRAYSCALE ? "Grayscale" : op.format().name()));
    add(NegativeLogLikelihoodLoss.class, (op, n) -> loss(n, op.reduction(), op.ignoreIndex()));
    add(SoftmaxCrossEntropyLoss.class, (op, n) -> loss(n, op.reduction(), op.ignoreIndex()));
    addOptimizers();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void roiAlign(RoiAlign op, NodeWriter n) {
    n.text("mode", op.max() ? "max" : "avg").integer("sampling_ratio", op.samplingRatio());
    n.integer("output_height", op.height()).integer("output_width", op.width());
    n.real("spatial_scale", op.spatialScale());
    n.text("coordinate_transformation_mode", op.halfPixel() ? "half_pixel" : "output_half_pixel");
  }

  private static void loss(NodeWriter n, LossReduction reduction, @Nullable Long ignored) {
    n.text("reduction", lower(reduction));
    if (ignored != null) {
      n.integer("ignore_index", ignored);
    }
  }

  private static void addOptimizers() {
    add(
        Adagrad.class,
        (op, n) ->
            n.as(TrainingOperators.DOMAIN, "Adagrad")
                .real("decay_factor", op.decayFactor())
                .real("epsilon", op.epsilon())
                .real("norm_coefficient", op.normCoefficient()));
    add(
        Adam.class,
        (op, n) ->
            n.as(TrainingOperators.DOMAIN, "Adam")
                .real("alpha", op.alpha())
                .real("beta", op.beta())
                .real("epsilon", op.epsilon())
                .real("norm_coefficient", op.normCoefficient())
                .real("norm_coefficient_post", op.normCoefficientPost()));
    add(
        Momentum.class,
        (op, n) ->
            n.as(TrainingOperators.DOMAIN, "Momentum")
                .real("alpha", op.alpha())
                .real("beta", op.beta())
                .text("mode", op.nesterov() ? "nesterov" : "standard")
                .real("norm_coefficient", op.normCoefficient()));
  }
}
