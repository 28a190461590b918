package dev.lanewise.trainer;

import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.kernel.Team;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Parameters of a fully connected layer, their gradients and velocities, and both directions. */
final class DenseLayer {
  /** The three products for one batch size, and what they write. */
  private static final class Workspace {
    final MatrixProduct forward;
    final MatrixProduct weightGradient;
    final MatrixProduct inputGradient;
    final float[] y;
    final float[] dx;

    Workspace(KernelSet kernels, int batch, int in, int out, Epilogue epilogue, int threads) {
      forward =
          new MatrixProduct(
              kernels.gemm(), GemmShape.dense(batch, out, in, false, false), epilogue, threads);
      weightGradient =
          new MatrixProduct(
              kernels.gemm(), GemmShape.dense(in, out, batch, true, false), Epilogue.NONE, threads);
      inputGradient =
          new MatrixProduct(
              kernels.gemm(), GemmShape.dense(batch, in, out, false, true), Epilogue.NONE, threads);
      y = new float[batch * out];
      dx = new float[batch * in];
    }
  }

  final int in;
  final int out;
  final Activation activation;

  /** {@code [in][out]}. */
  final float[] weight;

  final float[] bias;
  private final float[] weightGradient;
  private final float[] biasGradient;
  private final float[] weightVelocity;
  private final float[] biasVelocity;
  private final KernelSet kernels;
  private final int threads;
  private final Map<Integer, Workspace> workspaces = new HashMap<>();

  /** With weights uniform in ±√(6 / (in + out)) (Glorot and Bengio, 2010) and biases of zero. */
  DenseLayer(int in, DenseSpec spec, KernelSet kernels, int threads, Random random) {
    this.in = in;
    this.out = spec.units();
    this.activation = spec.activation();
    this.kernels = kernels;
    this.threads = threads;
    weight = new float[in * out];
    bias = new float[out];
    weightGradient = new float[weight.length];
    biasGradient = new float[out];
    weightVelocity = new float[weight.length];
    biasVelocity = new float[out];
    double limit = Math.sqrt(6.0 / (in + out));
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) ((random.nextDouble() * 2 - 1) * limit);
    }
  }

  private Workspace workspace(int batch) {
    return workspaces.computeIfAbsent(
        batch, b -> new Workspace(kernels, b, in, out, activation.epilogue(), threads));
  }

  /** {@code activation(x · W + b)} for {@code [batch][in]}; softmax is left to the loss. */
  float[] forward(float[] x, int batch, Team team) {
    Workspace w = workspace(batch);
    w.forward.run(x, weight, bias, w.y, team);
    return w.y;
  }

  /**
   * Computes the gradients of the parameters.
   *
   * @param x what {@link #forward} was given
   * @param dy gradient of the output; changed to that of the sum before the activation
   * @return gradient of the input
   */
  float[] backward(float[] x, float[] dy, int batch, boolean inputWanted, Team team) {
    Workspace w = workspace(batch);
    if (activation == Activation.RELU) {
      for (int i = 0; i < dy.length; i++) {
        dy[i] = w.y[i] > 0 ? dy[i] : 0;
      }
    }
    w.weightGradient.run(x, dy, null, weightGradient, team);
    kernels.reduce().reduce(ReduceFunction.SUM, dy, 0, biasGradient, 0, 1, batch, out);
    if (inputWanted) {
      w.inputGradient.run(dy, weight, null, w.dx, team);
    }
    return w.dx;
  }

  /** Takes one step along the gradients of the last {@link #backward}. */
  void update(SgdOptions sgd) {
    sgd.update(weight, weightVelocity, weightGradient);
    sgd.update(bias, biasVelocity, biasGradient);
  }

  /** Gradient of the weight after {@link #backward}. */
  float[] weightGradient() {
    return weightGradient;
  }

  /** Gradient of the bias after {@link #backward}. */
  float[] biasGradient() {
    return biasGradient;
  }
}
