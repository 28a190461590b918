package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Shape;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import java.nio.file.Path;
import java.util.List;

/** Handwritten digits with a hidden layer of 32, in the style of Keras. */
public final class MnistMlp32 {
  private MnistMlp32() {}

  /** 784 – 32 – 10; 25,450 parameters. */
  public static Network network() {
    return Sequential.of(
        "mnist_mlp_32",
        InputLayer.of(784).named("input"),
        Dense.of(32, "relu"),
        Dense.of(10, "softmax"));
  }

  /** What it is trained for. */
  public static Objective objective() {
    return new Objective(
        new Adam(0.001), new SparseCategoricalCrossentropy(), List.of(new Accuracy()));
  }

  /** Trains on the files in the folder that is named and writes the model. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Dataset train = Mnist.read(folder, "train", Shape.of(784));
    Dataset test = Mnist.read(folder, "t10k", Shape.of(784));
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(train, FitOptions.epochs(10).withBatchSize(32));
      System.out.println(model.evaluate(test, 128));
      model.save(Path.of("mnist-mlp-32.lanewise"));
    }
  }
}
