package dev.lanewise.trainer.examples;

import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Bidirectional;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.CosineDecay;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.Augmented;
import dev.lanewise.trainer.data.GaussianNoise;
import dev.lanewise.trainer.data.RandomShift;
import dev.lanewise.trainer.data.SpokenDigits;
import java.nio.file.Path;
import java.util.List;

/** Spoken digits by an LSTM that reads log-mel spectrograms from both ends. */
public final class SpokenDigitsLstm {
  private SpokenDigitsLstm() {}

  /** Reads 61 frames of 40 bands. */
  public static Network network() {
    return Sequential.of(
        "spoken_digits",
        InputLayer.of(61, 40).named("input"),
        BatchNormalization.of(),
        Bidirectional.of(Recurrent.lstm(96, false)),
        PassThrough.dropout(0.3),
        Dense.of(10, "softmax"));
  }

  /** What it is trained for: the rate falls to 0 in 60 epochs of 19 updates. */
  public static Objective objective() {
    return new Objective(
        new Adam(new CosineDecay(0.003, 1140)),
        new SparseCategoricalCrossentropy(),
        List.of(new Accuracy()));
  }

  /** Recordings that begin earlier or later, are higher or lower, and noisy. */
  public static Dataset changed(Dataset recordings) {
    return Augmented.of(recordings, new RandomShift(0.1, 0.03), new GaussianNoise(1));
  }

  /** Trains on the ZIP file that is named and writes the model. */
  public static void main(String[] args) {
    Path zip = Path.of(args[0]);
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(changed(SpokenDigits.train(zip)), FitOptions.epochs(60).withBatchSize(16));
      System.out.println(model.evaluate(SpokenDigits.test(zip), 100));
      model.save(Path.of("spoken-digits.lanewise"));
    }
  }
}
