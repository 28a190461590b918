package dev.lanewise.trainer.examples;

import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Architecture;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Derivatives;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.Tape;
import dev.lanewise.trainer.TrainableModel;
import java.nio.file.Path;
import java.util.List;

/**
 * A classifier with one hidden layer as a class with a forward function, as PyTorch users write it:
 * its outputs are logits, the loss is their cross-entropy, and a class is where a logit is largest.
 */
public final class DenseClassifier implements Architecture, AutoCloseable {
  private final int hidden;
  private final int classes;
  private final TrainableModel model;

  /** A classifier with fresh weights, trained by Adam with a rate of 0.001. */
  public DenseClassifier(int features, int hidden, int classes, long seed, SessionOptions options) {
    this.hidden = hidden;
    this.classes = classes;
    TensorType sample = new TensorType(DType.FLOAT, Shape.of(features));
    this.model = TrainableModel.of("classifier", this::forward, List.of(sample), seed, options);
    model.compile(new Adam(0.001), new SparseCategoricalCrossentropy(true), new Accuracy());
  }

  @Override
  public Value forward(Tape tape, List<Value> inputs) {
    Value x = tape.relu(tape.dense("hidden", inputs.get(0), hidden));
    return tape.dense("output", x, classes);
  }

  /** One step on a batch: the way forth, the way back, the update. The mean loss before it. */
  public double step(Batch batch) {
    Derivatives derivatives = model.differentiate(batch);
    model.apply(derivatives.gradients());
    return derivatives.loss();
  }

  /** Trains in shuffled batches of 32. */
  public void train(Dataset data, int epochs) {
    model.fit(data, FitOptions.epochs(epochs).withBatchSize(32));
  }

  /** Share of the samples whose class is found. */
  public double accuracy(Dataset data) {
    return model.evaluate(data, 128).get("accuracy");
  }

  /** The class of each row of {@code [N, features]}. */
  public int[] classify(Tensor samples) {
    float[] logits = model.predict(samples).floats();
    int[] found = new int[samples.shape().dim(0)];
    for (int row = 0; row < found.length; row++) {
      for (int c = 1; c < classes; c++) {
        if (logits[row * classes + c] > logits[row * classes + found[row]]) {
          found[row] = c;
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    model.close();
  }

  /** Trains on the files of MNIST in the folder that is named. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Dataset train = Mnist.read(folder, "train", Shape.of(784));
    Dataset test = Mnist.read(folder, "t10k", Shape.of(784));
    try (DenseClassifier net = new DenseClassifier(784, 32, 10, 1, SessionOptions.defaults())) {
      net.train(train, 10);
      System.out.println("test accuracy " + net.accuracy(test));
    }
  }
}
