package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Pieces that the reference networks are made of. Weights are drawn so that numbers neither grow
 * nor fade from layer to layer, as those of a trained network.
 */
final class Blocks {
  /** For weights before a function that is zero for half of its arguments, and before none. */
  private static final String BEFORE_RELU = "he_normal";

  private static final String BEFORE_NOTHING = "lecun_normal";

  private Blocks() {}

  /** A network from one input to one output. */
  static Functional network(String name, int[] sample, UnaryOperator<Output> body) {
    Output x = InputLayer.input("input", sample);
    return Functional.of(name, List.of(x), List.of(body.apply(x)));
  }

  /** A layer whose kernel suits the function that follows. */
  private static Layer before(String activation, Layer layer) {
    return layer.with(
        "kernel_initializer", activation.equals("linear") ? BEFORE_NOTHING : BEFORE_RELU);
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
    double gain = activation.equals("linear") ? 1 : 2;
    Map<String, Object> settings = Map.of("mean", 0.0, "stddev", Math.sqrt(gain) / kernel);
    Layer layer =
        window(DepthwiseConvolution.conv2d(kernel), stride, "same")
            .with("use_bias", false)
            .with(
                "depthwise_initializer", Map.of("class_name", "RandomNormal", "config", settings));
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
    Output y = plain(plain(mean, inner, 1, first), channels, 1, gate);
    return Merging.multiply().on(x, y);
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
