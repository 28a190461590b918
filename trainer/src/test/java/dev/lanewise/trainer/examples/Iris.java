package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalization;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.CsvDataset;
import dev.lanewise.trainer.data.CsvTable;
import dev.lanewise.trainer.data.Subset;
import java.nio.file.Path;
import java.util.List;

/** Which of three kinds an iris is. */
public final class Iris {
  /** Mean and variance of the features. */
  private static final float[] MEAN = {5.843f, 3.054f, 3.759f, 1.199f};

  private static final float[] VARIANCE = {0.6811f, 0.1868f, 3.092f, 0.5785f};

  private Iris() {}

  /** 4 – 16 – 3. */
  public static Network network() {
    return Sequential.of(
        "iris",
        InputLayer.of(4).named("input"),
        Normalization.of(MEAN, VARIANCE),
        Dense.of(16, "relu"),
        Dense.of(3, "softmax"));
  }

  /** What it is trained for. */
  public static Objective objective() {
    return new Objective(
        new Adam(0.01), new SparseCategoricalCrossentropy(), List.of(new Accuracy()));
  }

  /** The table of UCI, which has no header; labels are kinds in alphabetical order. */
  public static Dataset read(Path file) {
    return CsvDataset.classes(CsvTable.readWithoutHeader(file), "5");
  }

  /** Trains on four fifths of the file that is named, and evaluates on the rest. */
  public static void main(String[] args) {
    List<Dataset> parts = Subset.split(read(Path.of(args[0])), 0.2, 1);
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(parts.get(0), FitOptions.epochs(60).withBatchSize(16));
      System.out.println(model.evaluate(parts.get(1), 100));
      model.save(Path.of("iris.lanewise"));
    }
  }
}
