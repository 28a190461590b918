package dev.lanewise.bench;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.lanewise.layers.Network;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Sgd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Training by PyTorch through DJL: its operators, derivatives and optimisers, called without DJL's
 * blocks and trainer, which would only add to its time.
 */
final class TorchTrainee implements Trainee {
  private static final String ENGINE = "PyTorch";

  /** A batch in PyTorch's memory. */
  private record TorchBatch(NDArray x, NDArray labels) {}

  private final NDManager manager;
  private final TorchNetwork network;
  private final Optimizer optimizer;
  private final List<TorchBatch> batches = new ArrayList<>();
  private long updates;

  TorchTrainee(
      Network layers,
      Collection<Tensor> weights,
      dev.lanewise.trainer.Optimizer like,
      List<Batch> all,
      int threads) {
    try {
      manager = Engine.getEngine(ENGINE).newBaseManager();
      JniUtils.setNumThreads(threads);
    } catch (EngineException e) {
      throw new PeerException(e);
    }
    network = TorchNetwork.of(layers, weights, manager);
    optimizer = optimizer(like);
    all.forEach(b -> batches.add(torch(b)));
  }

  /** What is in use. */
  static String version() {
    return Engine.getEngine(ENGINE).getVersion() + " through DJL " + Engine.getDjlVersion();
  }

  private Optimizer optimizer(dev.lanewise.trainer.Optimizer like) {
    Tracker rate = n -> (float) like.learningRate().rate(updates);
    if (like instanceof Sgd sgd && !sgd.nesterov()) {
      return Optimizer.sgd()
          .setLearningRateTracker(rate)
          .optMomentum((float) sgd.momentum())
          .build();
    }
    if (like instanceof Adam adam && !adam.amsgrad()) {
      return Optimizer.adam()
          .optLearningRateTracker(rate)
          .optBeta1((float) adam.beta1())
          .optBeta2((float) adam.beta2())
          .optEpsilon((float) adam.epsilon())
          .build();
    }
    throw new PeerException("the optimiser " + like + " is not compared with PyTorch");
  }

  private TorchBatch torch(Batch batch) {
    Tensor x = batch.inputs().get(0);
    NDArray input = x.shape().rank() == 4 ? channelsFirst(x) : manager.create(x.floats(), shape(x));
    Tensor y = batch.labels();
    NDArray labels =
        y.dtype() == DType.INT64
            ? manager.create(y.longs(), new Shape(y.size(), 1))
            : manager.create(y.floats(), shape(y));
    return new TorchBatch(input, labels);
  }

  private NDArray channelsFirst(Tensor x) {
    int height = x.shape().dim(1);
    int width = x.shape().dim(2);
    int channels = x.shape().dim(3);
    int pixels = height * width;
    float[] ours = x.floats();
    float[] theirs = new float[ours.length];
    for (int i = 0; i < ours.length; i++) {
      int pixel = i / channels;
      int plane = pixel / pixels * channels + i % channels;
      theirs[plane * pixels + pixel % pixels] = ours[i];
    }
    return manager.create(theirs, new Shape(x.shape().dim(0), channels, height, width));
  }

  private static Shape shape(Tensor t) {
    long[] dims = new long[t.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = t.shape().dim(i);
    }
    return new Shape(dims);
  }

  @Override
  public double step(int batch) {
    try {
      double loss = backward(batches.get(batch));
      for (int i = 0; i < network.variables().size(); i++) {
        NDArray variable = network.variables().get(i);
        try (NDArray gradient = variable.getGradient()) {
          optimizer.update(String.valueOf(i), variable, gradient);
          JniUtils.zeroGrad((PtNDArray) variable);
        }
      }
      updates++;
      return loss;
    } catch (EngineException e) {
      throw new PeerException(e);
    }
  }

  /** Adds the derivatives of a batch to those of the variables, which are zero before. */
  private double backward(TorchBatch batch) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      JniUtils.setGradMode(true);
      NDArray logs = network.forward(batch.x()).logSoftmax(1);
      NDArray each =
          batch.labels().getShape().get(1) == 1
              ? logs.gather(batch.labels(), 1)
              : logs.mul(batch.labels()).sum(new int[] {1});
      NDArray loss = each.mean().neg();
      JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
      return loss.getFloat();
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
