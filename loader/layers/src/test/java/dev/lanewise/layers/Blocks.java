package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Pieces that the reference networks are made of. Weights are drawn so that numbers neither grow
 * nor fade from layer to layer, as those of a trained network.
 */
final class Blocks {
  /** For weights before a function that is zero for half of its arguments, and before none. */
  private static final String BEFORE_RELU = "he_normal";

  private static final String BEFORE_NOTHING = "lecun_normal";

  /** One over the mean square of what silu makes of numbers of variance 1. */
  private static final double SILU_GAIN = 2.8;

  /** The argument at which gates of fresh networks stand: nearly open. */
  private static final double GATE = 2;

  private Blocks() {}

  /** A network from one input to one output. */
  static Functional network(String name, int[] sample, UnaryOperator<Output> body) {
    Output x = InputLayer.input("input", sample);
    return Functional.of(name, List.of(x), List.of(body.apply(x)));
  }

  /** A layer whose kernel suits the function that follows. */
  private static Layer before(String activation, Layer layer) {
    Object initializer = activation.equals("linear") ? BEFORE_NOTHING : BEFORE_RELU;
    if (activation.equals("silu")) {
      initializer =
          initializer(
              "VarianceScaling",
              Map.of("scale", SILU_GAIN, "mode", "fan_in", "distribution", "truncated_normal"));
    }
    return layer.with("kernel_initializer", initializer);
  }

  private static Map<String, Object> initializer(String className, Map<String, ?> settings) {
    return new TreeMap<>(Map.of("class_name", className, "config", new TreeMap<>(settings)));
  }

  private static Layer window(Layer layer, int stride, String padding) {
    return layer.with("strides", stride).with("padding", padding);
  }

  static Output normal(Output x, String activation) {
    Output y = BatchNormalization.of().on(x);
    return activation.equals("linear") ? y : Activation.of(activation).on(y);
  }

  static Output conv(Output x, int filters, int kernel, int stride, String activation) {
    Layer layer = window(Convolution.conv2d(filters, kernel), stride, "same");
    return normal(before(activation, layer).with("use_bias", false).on(x), activation);
  }

  static Output depthwise(Output x, int kernel, int stride, String activation) {
    double gain = activation.equals("linear") ? 1 : activation.equals("silu") ? SILU_GAIN : 2;
    Map<String, ?> settings = Map.of("mean", 0.0, "stddev", Math.sqrt(gain) / kernel);
    Layer layer =
        window(DepthwiseConvolution.conv2d(kernel), stride, "same")
            .with("use_bias", false)
            .with("depthwise_initializer", initializer("RandomNormal", settings));
    return normal(layer.on(x), activation);
  }

  /** A convolution with bias and activation. */
  static Output plain(
      Output x, int filters, int kernel, int stride, String padding, String activation) {
    Layer layer = window(Convolution.conv2d(filters, kernel), stride, padding);
    return before(activation, layer).with("activation", activation).on(x);
  }

  /** The same with stride 1 and an output as large as the input. */
  static Output plain(Output x, int filters, int kernel, String activation) {
    return plain(x, filters, kernel, 1, "same", activation);
  }

  static Output maxPool(Output x, int size, int stride, String padding) {
    return window(Pooling.max2d(size), stride, padding).on(x);
  }

  static Output dense(Output x, int units, String activation) {
    return before(activation, Dense.of(units, activation)).on(x);
  }

  static Output classes(Output x, int count) {
    return Dense.of(count, "softmax").on(GlobalPooling.average2d().on(x));
  }

  /** Channels weighed by what their means say. */
  static Output squeeze(Output x, int channels, int inner, String first, String gate) {
    Output mean = GlobalPooling.average2d().with("keepdims", true).on(x);
    Layer open =
        Convolution.conv2d(channels, 1)
            .with("activation", gate)
            .with("kernel_initializer", BEFORE_RELU)
            .with("bias_initializer", initializer("Constant", Map.of("value", GATE)));
    return Merging.multiply().on(x, open.on(plain(mean, inner, 1, first)));
  }

  /**
   * A bottleneck that is wider inside than at its ends.
   *
   * @param in channels of x
   * @param out channels of the result
   * @param wide channels inside
   * @param squeezed applied to the channels inside
   */
  static Output inverted(
      Output x,
      int in,
      int out,
      int wide,
      int kernel,
      int stride,
      String activation,
      UnaryOperator<Output> squeezed) {
    Output y = wide == in ? x : conv(x, wide, 1, 1, activation);
    y = squeezed.apply(depthwise(y, kernel, stride, activation));
    y = conv(y, out, 1, 1, "linear");
    return in == out && stride == 1 ? Merging.add().on(y, x) : y;
  }

  /** Attention of a sequence to itself. */
  static Output attention(Output x, int heads, int size, boolean causal) {
    Map<String, ?> named = causal ? Map.of("use_causal_mask", true) : Map.of();
    return MultiHeadAttention.of(heads, size).connect(List.of(x, x), named).output(0);
  }

  static Output layerNormal(Output x, double epsilon) {
    return LayerNormalization.of().with("epsilon", epsilon).on(x);
  }

  /** Two layers over the last dimension, the first four times as wide. */
  static Output feedForward(Output x, int width) {
    return Dense.of(width).on(Dense.of(4 * width, "gelu").on(x));
  }
}
