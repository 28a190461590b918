package dev.lanewise.bench;

import dev.lanewise.layers.Network;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.GreaterEqual;
import org.tensorflow.types.TFloat32;

/**
 * A chain of Keras-style layers as a graph of TensorFlow, which orders pixels and weights as Keras
 * does. The last activation, softmax, is left to the loss.
 */
final class TensorFlowNetwork {
  private static final String VALID = "VALID";

  private final Ops tf;
  private final int batch;
  private final Iterator<Tensor> weights;
  private final List<Variable<TFloat32>> variables = new ArrayList<>();
  private final List<Op> initializers = new ArrayList<>();

  /**
   * No layers yet.
   *
   * @param batch samples per step
   * @param weights first values of the variables
   */
  TensorFlowNetwork(Ops tf, int batch, Collection<Tensor> weights) {
    this.tf = tf;
    this.batch = batch;
    this.weights = weights.iterator();
  }

  /** The variables, in the order of the layers. */
  List<Variable<TFloat32>> variables() {
    return variables;
  }

  /** What has to be run once, before anything else. */
  List<Op> initializers() {
    return initializers;
  }

  /**
   * Adds what the network computes, before a last softmax.
   *
   * @throws PeerException if the network is no chain of layers that are compared
   */
  Operand<TFloat32> forward(Network network, Operand<TFloat32> x) {
    Operand<TFloat32> y = x;
    for (PeerLayer layer : PeerLayer.of(network)) {
      y =
          switch (layer.className()) {
            case "Conv2D" -> conv(layer, y);
            case "MaxPooling2D" -> pool(layer, y);
            case "Flatten" -> tf.reshape(y, tf.array(batch, -1));
            case "Dropout" -> dropout((float) layer.number("rate"), y);
            case "Rescaling" ->
                tf.math.add(
                    tf.math.mul(y, tf.constant((float) layer.number("scale"))),
                    tf.constant((float) layer.number("offset")));
            case "Dense" -> tf.nn.biasAdd(tf.linalg.matMul(y, variable()), variable());
            default -> throw layer.unsupported();
          };
      if (layer.activation().equals("relu")) {
        y = tf.nn.relu(y);
      }
    }
    return y;
  }

  private Operand<TFloat32> conv(PeerLayer layer, Operand<TFloat32> x) {
    List<Long> strides =
        List.of(1L, (long) layer.size("strides", 0, 1), (long) layer.size("strides", 1, 1), 1L);
    return tf.nn.biasAdd(tf.nn.conv2d(x, variable(), strides, VALID), variable());
  }

  private Operand<TFloat32> pool(PeerLayer layer, Operand<TFloat32> x) {
    int h = layer.size("pool_size", 0, 2);
    int w = layer.size("pool_size", 1, 2);
    return tf.nn.maxPool(
        x,
        tf.array(1, h, w, 1),
        tf.array(1, layer.size("strides", 0, h), layer.size("strides", 1, w), 1),
        VALID);
  }

  private Operand<TFloat32> dropout(float rate, Operand<TFloat32> x) {
    GreaterEqual kept =
        tf.math.greaterEqual(
            tf.random.randomUniform(tf.shape(x), TFloat32.class), tf.constant(rate));
    return tf.math.mul(
        tf.math.mul(x, tf.constant(1 / (1 - rate))), tf.dtypes.cast(kept, TFloat32.class));
  }

  private Variable<TFloat32> variable() {
    Tensor value = weights.next();
    Shape shape = shape(value.shape());
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    variables.add(variable);
    initializers.add(
        tf.assign(variable, tf.constant(shape, DataBuffers.of(value.floats(), true, false))));
    return variable;
  }

  /** A shape in TensorFlow's words. */
  static Shape shape(dev.lanewise.tensor.Shape shape) {
    return Shape.of(shape.toLongs());
  }
}
