package dev.lanewise.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import dev.lanewise.layers.Network;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

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
    TorchNetwork torch = new TorchNetwork(manager, weights);
    dev.lanewise.tensor.Shape input =
        Objects.requireNonNull(network.inputs().get(0).type().shape());
    if (input.rank() == 4) {
      torch.height = input.dim(1);
      torch.width = input.dim(2);
      torch.channels = input.dim(3);
    }
    PeerLayer.of(network).forEach(torch::add);
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

  private void add(PeerLayer layer) {
    switch (layer.className()) {
      case "Conv2D" -> conv(layer);
      case "MaxPooling2D" -> pool(layer);
      case "Flatten" -> {
        flattened = height > 0;
        steps.add(x -> x.reshape(x.getShape().get(0), -1));
      }
      case "Dropout" -> {
        float rate = (float) layer.number("rate");
        steps.add(x -> Dropout.dropout(x, rate, true).get(0));
      }
      case "Rescaling" -> {
        double scale = layer.number("scale");
        double offset = layer.number("offset");
        steps.add(x -> x.mul(scale).add(offset));
      }
      case "Dense" -> dense();
      default -> throw layer.unsupported();
    }
    if (layer.activation().equals("relu")) {
      steps.add(Activation::relu);
    }
  }

  private void conv(PeerLayer layer) {
    Tensor kernel = weights.next();
    int h = kernel.shape().dim(0);
    int w = kernel.shape().dim(1);
    int in = kernel.shape().dim(2);
    int out = kernel.shape().dim(3);
    layer.require(in == channels, "groups");
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
    int down = layer.size("strides", 0, 1);
    int across = layer.size("strides", 1, 1);
    Shape strides = new Shape(down, across);
    steps.add(x -> Conv2d.conv2d(x, weight, bias, strides, new Shape(0, 0)).get(0));
    height = (height - h) / down + 1;
    width = (width - w) / across + 1;
    channels = out;
  }

  private void pool(PeerLayer layer) {
    int h = layer.size("pool_size", 0, 2);
    int w = layer.size("pool_size", 1, 2);
    int down = layer.size("strides", 0, h);
    int across = layer.size("strides", 1, w);
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
