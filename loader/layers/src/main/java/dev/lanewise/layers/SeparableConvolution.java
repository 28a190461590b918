package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Window;
import java.util.Arrays;
import java.util.List;

/** A depthwise convolution followed by one with kernel 1: SeparableConv1D, SeparableConv2D. */
public record SeparableConvolution(Config config) implements UnaryLayer {
  private static final LayerType ONE = type("SeparableConv1D");
  private static final LayerType TWO = type("SeparableConv2D");

  static final List<LayerType> TYPES = List.of(ONE, TWO);

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        SeparableConvolution::new,
        "filters",
        LayerType.REQUIRED,
        "kernel_size",
        LayerType.REQUIRED,
        "strides",
        1,
        "padding",
        "valid",
        "data_format",
        "channels_last",
        "dilation_rate",
        1,
        "depth_multiplier",
        1,
        "activation",
        "linear",
        "use_bias",
        true,
        "depthwise_initializer",
        "glorot_uniform",
        "pointwise_initializer",
        "glorot_uniform",
        "bias_initializer",
        "zeros",
        "groups",
        1,
        "kernel_initializer",
        null);
  }

  /** A SeparableConv2D with a square kernel, without activation. */
  public static SeparableConvolution conv2d(int filters, int kernel) {
    return new SeparableConvolution(TWO.create("filters", filters, "kernel_size", kernel).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int rank = 1 + TYPES.indexOf(config.type());
    int filters = config.positive("filters");
    Flow in = Channels.first(e, config, x, rank);
    Flow middle = DepthwiseConvolution.depthwise(e, config, in, "depthwise_kernel", false);
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    int[] shape = Arrays.copyOf(ones, rank + 2);
    shape[rank] = Flow.shape(middle.value()).dim(1);
    shape[rank + 1] = filters;
    Value weight =
        e.variable(
            config, "pointwise_kernel", config.initializer("pointwise_initializer"), true, shape);
    Value bias = config.flag("use_bias") ? e.weight(config, "bias", filters) : null;
    Window window = new Window(AutoPad.VALID, ones, ones, ones, new int[0], false);
    Value y = e.add(new Conv(window, 1), middle.value(), Convolution.outputsFirst(e, weight), bias);
    return config.activation("activation").apply(e, middle.with(y));
  }
}
