package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Rescaling;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Shape;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import java.nio.file.Path;
import java.util.List;

/** Handwritten digits with a hidden layer of 512, by gradient descent with momentum. */
public final class MnistMlp {
  private MnistMlp() {}

  /** 784 – 512 – 10; pixels from 0 to 1 are standardised in the network. */
  public static Network network() {
    return Sequential.of(
        "mnist_mlp",
        InputLayer.of(784).named("input"),
        Rescaling.of(3.2457, -0.4242),
        Dense.of(512, "relu"),
        Dense.of(10, "softmax").named("probabilities"));
  }

  /** What it is trained for. */
  public static Objective objective() {
    return new Objective(
        new Sgd(0.01, 0.9), new SparseCategoricalCrossentropy(), List.of(new Accuracy()));
  }

  /** Trains on the files in the folder that is named and writes the model. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Dataset train = Mnist.read(folder, "train", Shape.of(784));
    Dataset test = Mnist.read(folder, "t10k", Shape.of(784));
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(train, FitOptions.epochs(5).withBatchSize(128));
      System.out.println(model.evaluate(test, 128));
      model.save(Path.of("mnist-mlp.lanewise"));
    }
  }
}
