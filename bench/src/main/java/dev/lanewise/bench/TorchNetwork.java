package dev.lanewise.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chain of Keras-style layers in the operators of PyTorch, which has channels before pixels, with
 * copies of our weights in its order. The last activation, softmax, is left to the loss.
 */
final class TorchNetwork {
  private final NDManager manager;
  private final Iterator<Tensor> weights;
  private final List<NDArray> variables = new ArrayList<>();
  private final List<UnaryOperator<NDArray>> steps = new ArrayList<>();
  // Height and width before the last Flatten, whose order of elements differs.
  private int height;
  private int width;
  private int channels;
  private boolean flattened;

  private TorchNetwork(NDManager manager, Collection<Tensor> weights) {
    this.manager = manager;
    this.weights = weights.iterator();
  }

  /**
   * A network with first values of its variables.
   *
   * @throws PeerException if a layer is not among those that are compared
   */
  static TorchNetwork of(Network network, Collection<Tensor> weights, NDManager manager) {
    if (!(network instanceof Sequential)) {
      throw new PeerException("only Sequential networks are trained in PyTorch");
    }
    TorchNetwork torch = new TorchNetwork(manager, weights);
    dev.lanewise.tensor.Shape input =
        Objects.requireNonNull(network.inputs().get(0).type().shape());
    if (input.rank() == 4) {
      torch.height = input.dim(1);
      torch.width = input.dim(2);
      torch.channels = input.dim(3);
    }
    for (Layer layer : network.layers()) {
      if (!(layer instanceof InputLayer)) {
        torch.add(layer.className(), layer.config().toJson());
      }
    }
    return torch;
  }

  /** The variables, in the order of the layers. */
  List<NDArray> variables() {
    return variables;
  }

  /** What the network computes, before a last softmax. */
  NDArray forward(NDArray x) {
    NDArray y = x;
    for (UnaryOperator<NDArray> step : steps) {
      y = step.apply(y);
    }
    return y;
  }

  private void add(String className, ObjectNode config) {
    require(config.path("padding").asString("valid").equals("valid"), "padding", config);
    require(
        config.path("data_format").asString("channels_last").equals("channels_last"),
        "data_format",
        config);
    require(config.path("use_bias").asBoolean(true), "use_bias", config);
    switch (className) {
      case "Conv2D" -> conv(config);
      case "MaxPooling2D" -> pool(config);
      case "Flatten" -> {
        flattened = height > 0;
        steps.add(x -> x.reshape(x.getShape().get(0), -1));
      }
      case "Dropout" -> {
        float rate = (float) config.path("rate").asDouble();
        steps.add(x -> Dropout.dropout(x, rate, true).get(0));
      }
      case "Rescaling" -> {
        double scale = number(config, "scale");
        double offset = number(config, "offset");
        steps.add(x -> x.mul(scale).add(offset));
      }
      case "Dense" -> dense();
      default -> throw new PeerException(className + " layers are not compared with PyTorch");
    }
    switch (config.path("activation").asString("linear")) {
      case "relu" -> steps.add(Activation::relu);
      case "linear", "softmax" -> {}
      default -> throw new PeerException("the activation of " + config + " is not compared");
    }
  }

  private static void require(boolean condition, String key, ObjectNode config) {
    if (!condition) {
      throw new PeerException("'" + key + "' of " + config + " is not compared with PyTorch");
    }
  }

  private static double number(ObjectNode config, String key) {
    JsonNode value = config.path(key);
    require(value.isNumber(), key, config);
    return value.doubleValue();
  }

  /** One of two sizes of a key that holds one number or two. */
  private static int size(ObjectNode config, String key, int i, int otherwise) {
    JsonNode value = config.path(key);
    return value.isArray() ? value.get(i).asInt() : value.asInt(otherwise);
  }

  private void conv(ObjectNode config) {
    Tensor kernel = weights.next();
    int h = kernel.shape().dim(0);
    int w = kernel.shape().dim(1);
    int in = kernel.shape().dim(2);
    int out = kernel.shape().dim(3);
    require(in == channels, "groups", config);
    float[] ours = kernel.floats();
    float[] theirs = new float[ours.length];
    for (int tap = 0; tap < h * w; tap++) {
      for (int c = 0; c < in; c++) {
        for (int m = 0; m < out; m++) {
          theirs[(m * in + c) * h * w + tap] = ours[(tap * in + c) * out + m];
        }
      }
    }
    NDArray weight = variable(theirs, new Shape(out, in, h, w));
    NDArray bias = variable(weights.next().floats(), new Shape(out));
    int down = size(config, "strides", 0, 1);
    int across = size(config, "strides", 1, 1);
    Shape strides = new Shape(down, across);
    steps.add(x -> Conv2d.conv2d(x, weight, bias, strides, new Shape(0, 0)).get(0));
    height = (height - h) / down + 1;
    width = (width - w) / across + 1;
    channels = out;
  }

  private void pool(ObjectNode config) {
    int h = size(config, "pool_size", 0, 2);
    int w = size(config, "pool_size", 1, 2);
    int down = size(config, "strides", 0, h);
    int across = size(config, "strides", 1, w);
    steps.add(
        x -> Pool.maxPool2d(x, new Shape(h, w), new Shape(down, across), new Shape(0, 0), false));
    height = (height - h) / down + 1;
    width = (width - w) / across + 1;
  }

  private void dense() {
    Tensor kernel = weights.next();
    int in = kernel.shape().dim(0);
    int out = kernel.shape().dim(1);
    float[] ours = kernel.floats();
    float[] theirs = new float[ours.length];
    for (int i = 0; i < in; i++) {
      int column = flattened ? i % channels * (height * width) + i / channels : i;
      for (int m = 0; m < out; m++) {
        theirs[m * in + column] = ours[i * out + m];
      }
    }
    flattened = false;
    NDArray weight = variable(theirs, new Shape(out, in));
    NDArray bias = variable(weights.next().floats(), new Shape(out));
    steps.add(x -> Linear.linear(x, weight, bias).get(0));
  }

  private NDArray variable(float[] values, Shape shape) {
    NDArray variable = manager.create(values, shape);
    variable.setRequiresGradient(true);
    variables.add(variable);
    return variable;
  }
}
