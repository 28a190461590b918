package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalization;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.LossMetric;
import dev.lanewise.trainer.MeanAbsoluteError;
import dev.lanewise.trainer.MeanSquaredError;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.CsvDataset;
import dev.lanewise.trainer.data.CsvTable;
import dev.lanewise.trainer.data.Subset;
import java.nio.file.Path;
import java.util.List;

/** The age of abalones from what can be measured without opening them. */
public final class AbaloneAge {
  /** Mean and variance of the features. */
  private static final float[] MEAN = {
    0.3127f, 0.3214f, 0.3659f, 0.524f, 0.4079f, 0.1395f, 0.8286f, 0.3593f, 0.1806f, 0.2388f
  };

  private static final float[] VARIANCE = {
    0.2149f, 0.2181f, 0.232f, 0.01442f, 0.009847f, 0.001749f, 0.2404f, 0.04926f, 0.01201f, 0.01937f
  };

  private AbaloneAge() {}

  /** 10 – 32 – 16 – 1; the sex stands as three marks. */
  public static Network network() {
    return Sequential.of(
        "abalone_age",
        InputLayer.of(10).named("input"),
        Normalization.of(MEAN, VARIANCE),
        Dense.of(32, "relu"),
        Dense.of(16, "relu"),
        Dense.of(1));
  }

  /** What it is trained for. */
  public static Objective objective() {
    return new Objective(
        new Adam(0.003), new MeanSquaredError(), List.of(new LossMetric(new MeanAbsoluteError())));
  }

  /** The table of UCI with its header; labels are numbers of rings. */
  public static Dataset read(Path file) {
    return CsvDataset.numbers(CsvTable.read(file), "rings");
  }

  /** Trains on four fifths of the file that is named, and evaluates on the rest. */
  public static void main(String[] args) {
    List<Dataset> parts = Subset.split(read(Path.of(args[0])), 0.2, 1);
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(parts.get(0), FitOptions.epochs(60).withBatchSize(32));
      System.out.println(model.evaluate(parts.get(1), 100));
      model.save(Path.of("abalone-age.lanewise"));
    }
  }
}
