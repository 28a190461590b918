package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;
import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Convolution;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Pooling;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Fit;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Optimizer;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import java.lang.management.ManagementFactory;
import java.util.Random;

/** Trains on vector kernels in a JVM of its own until steps allocate nothing, or gives up. */
public final class StepsInChild {
  private static final int SAMPLES = 800;
  private static final int STEPS = 20;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private StepsInChild() {}

  /** Counts the bytes of all threads in some steps of an epoch. */
  private static final class Counter implements Callback {
    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long start = System.nanoTime();
    private long before;
    private int steps;
    private long least = Long.MAX_VALUE;

    @Override
    public void epochBegan(Fit fit) {
      steps = 0;
    }

    @Override
    public void stepEnded(Fit fit) {
      if (steps == STEPS) {
        least = Math.min(least, bean.getTotalThreadAllocatedBytes() - before);
        steps = 0;
      }
      if (steps == 0) {
        before = bean.getTotalThreadAllocatedBytes();
      }
      steps++;
      if (least == 0 || System.nanoTime() - start > PATIENCE_NANOS) {
        fit.stop();
      }
    }
  }

  private static Dataset data(Shape sample) {
    Random random = new Random(1);
    float[] x = new float[SAMPLES * sample.size()];
    long[] classes = new long[SAMPLES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < SAMPLES; i++) {
      classes[i] = i % 3;
    }
    return Dataset.of(
        Tensor.of(Shape.of(SAMPLES).concat(sample), x), Tensor.of(Shape.of(SAMPLES), classes));
  }

  private static void train(Network network, Shape sample, Optimizer optimizer, int threads) {
    SessionOptions options =
        SessionOptions.defaults().withKernels(KernelChoice.VECTOR).withThreads(threads);
    Counter counter = new Counter();
    try (TrainableModel model = TrainableModel.of(network, 5, options)) {
      model.compile(optimizer, new SparseCategoricalCrossentropy(), new Accuracy());
      model.fit(data(sample), FitOptions.epochs(Integer.MAX_VALUE).withBatchSize(16).with(counter));
    }
    System.out.println(network.name() + ", " + threads + " threads: " + counter.least + " bytes");
  }

  /** Prints the least number of bytes for each network. */
  public static void main(String[] args) {
    for (int threads = 1; threads <= 2; threads++) {
      Network perceptron =
          Sequential.of("mlp", InputLayer.of(37), Dense.of(70, "relu"), Dense.of(3, "softmax"));
      train(perceptron, Shape.of(37), new Sgd(0.001, 0.9), threads);
      Network convolutional =
          Sequential.of(
              "cnn",
              InputLayer.of(12, 12, 2),
              Convolution.conv2d(16, 3).with("padding", "same").with("activation", "relu"),
              BatchNormalization.of(),
              Pooling.max2d(2),
              Convolution.conv2d(24, 3).with("activation", "relu"),
              PassThrough.dropout(0.25),
              Flatten.of(),
              Dense.of(12, "relu"),
              Dense.of(3, "softmax"));
      train(convolutional, Shape.of(12, 12, 2), new Adam(0.001), threads);
    }
  }
}
