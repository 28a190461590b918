package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Window;
import java.util.List;

/** Convolution of each channel by itself: DepthwiseConv1D and DepthwiseConv2D. */
public record DepthwiseConvolution(Config config) implements UnaryLayer {
  private static final LayerType ONE = type("DepthwiseConv1D");
  private static final LayerType TWO = type("DepthwiseConv2D");

  static final List<LayerType> TYPES = List.of(ONE, TWO);

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        DepthwiseConvolution::new,
        "kernel_size",
        LayerType.REQUIRED,
        "strides",
        1,
        "padding",
        "valid",
        "depth_multiplier",
        1,
        "data_format",
        "channels_last",
        "dilation_rate",
        1,
        "activation",
        "linear",
        "use_bias",
        true,
        "depthwise_initializer",
        "glorot_uniform",
        "bias_initializer",
        "zeros",
        // What some versions of Keras 2 write along although it has no meaning here.
        "filters",
        null,
        "groups",
        1,
        "kernel_initializer",
        null);
  }

  /** A DepthwiseConv2D with a square kernel, without activation. */
  public static DepthwiseConvolution conv2d(int kernel) {
    return new DepthwiseConvolution(TWO.create("kernel_size", kernel).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int rank = 1 + TYPES.indexOf(config.type());
    Flow in = Channels.first(e, config, x, rank);
    Flow y = depthwise(e, config, in, "depthwise_kernel", config.flag("use_bias"));
    return config.activation("activation").apply(e, y);
  }

  /**
   * The convolution of each channel of {@code [N, C, spatial...]}.
   *
   * @param name name of its weight
   */
  static Flow depthwise(Emitter e, Config config, Flow in, String name, boolean biased) {
    int rank = in.rank() - 2;
    int channels = Flow.shape(in.value()).dim(1);
    int multiplier = config.positive("depth_multiplier");
    int[] kernel = config.sizes("kernel_size", rank);
    int[] shape = new int[rank + 2];
    System.arraycopy(kernel, 0, shape, 0, rank);
    shape[rank] = channels;
    shape[rank + 1] = multiplier;
    Value weight =
        e.variable(config, name, config.initializer("depthwise_initializer"), true, shape);
    int outputs = Math.multiplyExact(channels, multiplier);
    Window window =
        Channels.window(
            config, kernel, config.sizes("strides", rank), config.sizes("dilation_rate", rank));
    Value bias = biased ? e.weight(config, "bias", outputs) : null;
    Value y =
        e.add(new Conv(window, channels), in.value(), channelsFirst(e, weight, outputs), bias);
    return in.with(y).masked(null);
  }

  /** {@code [kernel..., C, multiplier]} as {@code [C · multiplier, 1, kernel...]}. */
  private static Value channelsFirst(Emitter e, Value weight, int outputs) {
    int rank = Flow.shape(weight).rank();
    int[] permutation = new int[rank];
    int[] shape = new int[rank];
    permutation[0] = rank - 2;
    permutation[1] = rank - 1;
    shape[0] = outputs;
    shape[1] = 1;
    for (int i = 2; i < rank; i++) {
      permutation[i] = i - 2;
      shape[i] = Flow.shape(weight).dim(i - 2);
    }
    return e.reshape(e.add(new Transpose(permutation), weight), shape);
  }
}
