package dev.lanewise.trainer;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Team;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A multi-layer perceptron with a softmax at its end, trained on sparse categorical cross-entropy
 * by stochastic gradient descent. The same seed gives bit-identical weights whatever the number of
 * threads. Not thread-safe.
 */
public final class DenseClassifier {
  private final List<DenseLayer> layers = new ArrayList<>();
  private final KernelSet kernels;
  private final Team team;
  private final int features;
  private final int classes;

  /**
   * A network with fresh weights.
   *
   * @param features numbers per sample
   * @param specs layers; the last one has SOFTMAX, the others have not
   * @param kernels back end
   * @param team threads to use
   * @param seed of the weights
   */
  public DenseClassifier(
      int features, List<DenseSpec> specs, KernelSet kernels, Team team, long seed) {
    this.features = features;
    this.kernels = kernels;
    this.team = team;
    Random random = new Random(seed);
    int in = features;
    for (int i = 0; i < specs.size(); i++) {
      DenseSpec spec = specs.get(i);
      boolean last = i == specs.size() - 1;
      if (last != (spec.activation() == Activation.SOFTMAX)) {
        throw new IllegalArgumentException("softmax belongs behind the last layer, and only there");
      }
      layers.add(new DenseLayer(in, spec, kernels, team.size(), random));
      in = spec.units();
    }
    this.classes = in;
  }

  /** Number of parameters. */
  public int parameters() {
    return layers.stream().mapToInt(l -> l.weight.length + l.bias.length).sum();
  }

  private List<float[]> forward(float[] x, int batch) {
    List<float[]> activations = new ArrayList<>();
    activations.add(x);
    for (DenseLayer layer : layers) {
      activations.add(layer.forward(activations.get(activations.size() - 1), batch, team));
    }
    float[] logits = activations.get(activations.size() - 1);
    kernels.softmax().softmax(logits, 0, logits, 0, batch, classes, 1);
    return activations;
  }

  /**
   * Computes loss and gradients of a batch without changing the weights.
   *
   * @param x {@code [labels.length][features]}
   * @return mean cross-entropy
   */
  float gradients(float[] x, int[] labels) {
    int batch = labels.length;
    List<float[]> activations = forward(x, batch);
    float[] gradient = activations.get(layers.size());
    double loss = 0;
    for (int i = 0; i < batch; i++) {
      int at = i * classes + labels[i];
      loss -= Math.log(Math.max(gradient[at], Float.MIN_NORMAL));
      gradient[at] -= 1;
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= batch;
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      gradient = layers.get(l).backward(activations.get(l), gradient, batch, l > 0, team);
    }
    return (float) (loss / batch);
  }

  /** One step of training on a batch; returns its mean loss. */
  public float trainOnBatch(float[] x, int[] labels, SgdOptions sgd) {
    float loss = gradients(x, labels);
    layers.forEach(layer -> layer.update(sgd));
    return loss;
  }

  /**
   * One pass over the data in an order that a generator shuffles.
   *
   * @return mean loss
   */
  public float trainEpoch(LabelledData data, int batchSize, SgdOptions sgd, Random random) {
    int[] order = new int[data.count()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    double loss = 0;
    float[] x = new float[batchSize * features];
    int[] labels = new int[batchSize];
    for (int from = 0; from < order.length; from += batchSize) {
      int n = Math.min(batchSize, order.length - from);
      if (n < labels.length) {
        x = new float[n * features];
        labels = new int[n];
      }
      for (int i = 0; i < n; i++) {
        int sample = order[from + i];
        System.arraycopy(data.samples(), sample * features, x, i * features, features);
        labels[i] = data.labels()[sample];
      }
      loss += (double) n * trainOnBatch(x, labels, sgd);
    }
    return (float) (loss / order.length);
  }

  /** Share of samples whose most probable class is the right one. */
  public double accuracy(LabelledData data) {
    int right = 0;
    int step = 1000;
    for (int from = 0; from < data.count(); from += step) {
      int n = Math.min(step, data.count() - from);
      float[] x = new float[n * features];
      System.arraycopy(data.samples(), from * features, x, 0, x.length);
      float[] p = forward(x, n).get(layers.size());
      for (int i = 0; i < n; i++) {
        right += argmax(p, i * classes) == data.labels()[from + i] ? 1 : 0;
      }
    }
    return (double) right / data.count();
  }

  private int argmax(float[] p, int at) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = p[at + c] > p[at + best] ? c : best;
    }
    return best;
  }

  /** The trained network as a graph: input {@code [batch, features]}, output probabilities. */
  public Graph toGraph(String name) {
    GraphBuilder b = new GraphBuilder(name);
    Shape shape =
        Shape.symbolic(new int[] {Shape.UNKNOWN, features}, new @Nullable String[] {"batch", null});
    Value v = b.input("input", new TensorType(DType.FLOAT, shape));
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      Value w =
          b.constant("kernel_" + l, Tensor.of(Shape.of(layer.in, layer.out), layer.weight.clone()));
      Value bias = b.constant("bias_" + l, Tensor.of(Shape.of(layer.out), layer.bias.clone()));
      v = b.add("dense_" + l, new Gemm(1, 1, false, false), v, w, bias);
      switch (layer.activation) {
        case RELU -> v = b.add("relu_" + l, new Relu(), v);
        case SOFTMAX -> v = b.add("probabilities", new Softmax(1), v);
        case LINEAR -> {}
      }
    }
    b.output(v);
    return b.build();
  }

  /** Layers, for tests of their gradients. */
  List<DenseLayer> layers() {
    return layers;
  }
}
