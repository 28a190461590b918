package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalization;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.CsvDataset;
import dev.lanewise.trainer.data.CsvTable;
import dev.lanewise.trainer.data.Subset;
import java.nio.file.Path;
import java.util.List;

/** Which abalones are infants, by the network of {@link TwoMoons} with eight inputs. */
public final class AbaloneInfants {
  /** Mean and variance of the features. */
  private static final float[] MEAN = {
    0.524f, 0.4079f, 0.1395f, 0.8286f, 0.3593f, 0.1806f, 0.2388f, 9.934f
  };

  private static final float[] VARIANCE = {
    0.01442f, 0.009847f, 0.001749f, 0.2404f, 0.04926f, 0.01201f, 0.01937f, 10.4f
  };

  private AbaloneInfants() {}

  /** 8 – 10 – 1. */
  public static Network network() {
    return Sequential.of(
        "abalone_infants",
        InputLayer.of(8).named("input"),
        Normalization.of(MEAN, VARIANCE),
        Dense.of(10, "relu"),
        Dense.of(1, "sigmoid"));
  }

  /** What it is trained for. */
  public static Objective objective() {
    return TwoMoons.objective(new Adam(0.01));
  }

  /** The table of UCI with its header; the label of infants is 1, of others 0. */
  public static Dataset read(Path file) {
    return CsvDataset.binary(CsvTable.read(file), "sex", "I");
  }

  /** Trains on four fifths of the file that is named, and evaluates on the rest. */
  public static void main(String[] args) {
    List<Dataset> parts = Subset.split(read(Path.of(args[0])), 0.2, 1);
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(parts.get(0), FitOptions.epochs(30).withBatchSize(32));
      System.out.println(model.evaluate(parts.get(1), 100));
      model.save(Path.of("abalone-infants.lanewise"));
    }
  }
}
