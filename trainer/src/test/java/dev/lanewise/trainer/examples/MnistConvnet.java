package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Convolution;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Pooling;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Shape;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.CategoricalCrossentropy;
import dev.lanewise.trainer.CosineDecay;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.Augmented;
import dev.lanewise.trainer.data.OneHotLabels;
import dev.lanewise.trainer.data.RandomShift;
import java.nio.file.Path;
import java.util.List;

/** The convolutional net of the Keras examples, with dropout, on pictures that are changed. */
public final class MnistConvnet {
  private MnistConvnet() {}

  /** 34,826 parameters. */
  public static Network network() {
    return Sequential.of(
        "mnist_convnet",
        InputLayer.of(28, 28, 1).named("input"),
        Convolution.conv2d(32, 3).with("activation", "relu"),
        Pooling.max2d(2),
        Convolution.conv2d(64, 3).with("activation", "relu"),
        Pooling.max2d(2),
        Flatten.of(),
        PassThrough.dropout(0.5),
        Dense.of(10, "softmax"));
  }

  /** What it is trained for: the rate falls to 0 in 15 epochs of 1,875 updates. */
  public static Objective objective() {
    return new Objective(
        new Adam(new CosineDecay(0.002, 28_125)),
        new CategoricalCrossentropy(),
        List.of(new Accuracy()));
  }

  /** Pictures that are moved by up to a pixel, in another way in each epoch. */
  public static Dataset changed(Dataset pictures) {
    return Augmented.of(pictures, new RandomShift(0.04, 0.04));
  }

  /** Trains on the files in the folder that is named and writes the model. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Shape sample = Shape.of(28, 28, 1);
    Dataset train = new OneHotLabels(Mnist.read(folder, "train", sample), 10);
    Dataset test = new OneHotLabels(Mnist.read(folder, "t10k", sample), 10);
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(changed(train), FitOptions.epochs(15).withBatchSize(32));
      System.out.println(model.evaluate(test, 128));
      model.save(Path.of("mnist-convnet.lanewise"));
    }
  }
}
