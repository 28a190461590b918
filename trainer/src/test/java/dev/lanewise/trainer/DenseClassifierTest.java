package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Interpreter;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Team;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.plan.Teams;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseClassifierTest {
  private static final KernelSet KERNELS = new ScalarKernels();
  private static final List<DenseSpec> SPECS =
      List.of(
          new DenseSpec(7, Activation.RELU),
          new DenseSpec(5, Activation.RELU),
          new DenseSpec(3, Activation.SOFTMAX));

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double loss(DenseClassifier net, float[] x, int[] labels) {
    double[] a = new double[x.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = x[i];
    }
    for (DenseLayer layer : net.layers()) {
      double[] y = new double[labels.length * layer.out];
      for (int i = 0; i < y.length; i++) {
        int row = i / layer.out;
        int column = i % layer.out;
        double s = layer.bias[column];
        for (int k = 0; k < layer.in; k++) {
          s += a[row * layer.in + k] * layer.weight[k * layer.out + column];
        }
        y[i] = layer.activation == Activation.RELU ? Math.max(s, 0) : s;
      }
      a = y;
    }
    double loss = 0;
    int classes = a.length / labels.length;
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(a[i * classes + c]);
      }
      loss -= a[i * classes + labels[i]] - Math.log(sum);
    }
    return loss / labels.length;
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    DenseClassifier net = new DenseClassifier(6, SPECS, KERNELS, Team.SERIAL, 3);
    float[] x = random(4 * 6, 1);
    int[] labels = {0, 2, 1, 2};
    assertThat((double) net.gradients(x, labels))
        .isCloseTo(loss(net, x, labels), org.assertj.core.data.Offset.offset(1e-5));
    for (DenseLayer layer : net.layers()) {
      check(net, x, labels, layer.weight, layer.weightGradient());
      check(net, x, labels, layer.bias, layer.biasGradient());
    }
  }

  private static void check(
      DenseClassifier net, float[] x, int[] labels, float[] parameters, float[] gradient) {
    for (int i = 0; i < parameters.length; i++) {
      float saved = parameters[i];
      float up = saved + 0x1p-10f;
      float down = saved - 0x1p-10f;
      parameters[i] = up;
      double above = loss(net, x, labels);
      parameters[i] = down;
      double below = loss(net, x, labels);
      parameters[i] = saved;
      double expected = (above - below) / ((double) up - down);
      assertThat((double) gradient[i])
          .isCloseTo(expected, org.assertj.core.data.Offset.offset(2e-5));
    }
  }

  @Test
  void weightsDependOnTheSeedAndNotOnTheThreads() {
    LabelledData data = blobs(200);
    float[] one = weightsAfterTraining(Team.SERIAL, data);
    Teams.Lease lease = Teams.lease(3, null);
    try {
      assertThat(weightsAfterTraining(lease.team(), data)).isEqualTo(one);
    } finally {
      lease.close();
    }
  }

  private static float[] weightsAfterTraining(Team team, LabelledData data) {
    DenseClassifier net =
        new DenseClassifier(
            2,
            List.of(new DenseSpec(300, Activation.RELU), new DenseSpec(3, Activation.SOFTMAX)),
            KERNELS,
            team,
            5);
    Random random = new Random(1);
    for (int epoch = 0; epoch < 3; epoch++) {
      net.trainEpoch(data, 64, new SgdOptions(0.05f, 0.9f), random);
    }
    return net.layers().get(0).weight.clone();
  }

  /** Three well separated clouds of points. */
  private static LabelledData blobs(int count) {
    float[] noise = random(count * 2, 9);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      noise[2 * i] = noise[2 * i] * 0.3f + (labels[i] == 1 ? 4 : 0);
      noise[2 * i + 1] = noise[2 * i + 1] * 0.3f + (labels[i] == 2 ? 4 : 0);
    }
    return new LabelledData(noise, labels, 2);
  }

  @Test
  void learnsCloudsOfPointsAndGivesAGraphThatAgrees() {
    LabelledData data = blobs(300);
    DenseClassifier net =
        new DenseClassifier(
            2,
            List.of(new DenseSpec(8, Activation.RELU), new DenseSpec(3, Activation.SOFTMAX)),
            KERNELS,
            Team.SERIAL,
            1);
    Random random = new Random(2);
    float first = net.trainEpoch(data, 32, new SgdOptions(0.05f, 0.9f), random);
    float last = first;
    for (int epoch = 0; epoch < 20; epoch++) {
      last = net.trainEpoch(data, 32, new SgdOptions(0.05f, 0.9f), random);
    }
    assertThat(last).isLessThan(first / 4);
    assertThat(net.accuracy(data)).isGreaterThan(0.98);
    Tensor x = Tensor.of(Shape.of(data.count(), 2), data.samples());
    float[] p = ((Tensor) Interpreter.run(net.toGraph("net"), List.of(x)).get(0)).floats();
    int right = 0;
    for (int i = 0; i < data.count(); i++) {
      int best = p[3 * i + 1] > p[3 * i] ? 1 : 0;
      best = p[3 * i + 2] > p[3 * i + best] ? 2 : best;
      right += best == data.labels()[i] ? 1 : 0;
    }
    assertThat((double) right / data.count()).isEqualTo(net.accuracy(data));
  }
}
