package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final FitOptions HOW = FitOptions.epochs(4).withBatchSize(16);

  @TempDir private Path folder;

  private static TrainableModel model(long seed, double momentum) {
    TrainableModel model =
        TrainableModel.of(
            Sequential.of(
                "net",
                InputLayer.of(2),
                Dense.of(20, "relu"),
                BatchNormalization.of(),
                PassThrough.dropout(0.5),
                Dense.of(3, "softmax")),
            seed,
            SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1));
    model.compile(new Sgd(0.05, momentum), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  /** Ends a training at a step as if it had been killed there, having saved at another one. */
  private static Callback stop(int saveAt, int stopAt, Path file) {
    return new Callback() {
      @Override
      public void stepEnded(Fit fit) {
        if (fit.model().updates() == saveAt) {
          fit.model().saveCheckpoint(file);
        }
        if (fit.model().updates() == stopAt) {
          fit.stop();
        }
      }
    };
  }

  @Test
  void aTrainingThatIsResumedEndsLikeOneThatWasNot() {
    Dataset data = Blobs.of(90, 3);
    Map<String, Tensor> expected;
    try (TrainableModel model = model(7, 0.9)) {
      model.fit(data, HOW);
      assertThat(model.updates()).isEqualTo(4 * 6);
      expected = model.weights();
    }
    for (int saveAt : new int[] {1, 6, 8, 12, 23}) {
      Path file = folder.resolve("at" + saveAt + ".lanewise");
      try (TrainableModel killed = model(7, 0.9)) {
        killed.fit(data, HOW.with(stop(saveAt, saveAt + 1, file)));
      }
      try (TrainableModel resumed = model(7, 0.9)) {
        resumed.loadCheckpoint(file);
        assertThat(resumed.updates()).isEqualTo(saveAt);
        resumed.fit(data, HOW);
        assertThat(resumed.updates()).isEqualTo(4 * 6);
        Map<String, Tensor> weights = resumed.weights();
        assertThat(weights.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
            (name, t) -> assertThat(weights.get(name).floats()).as(name).isEqualTo(t.floats()));
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() throws IOException {
    Path file = folder.resolve("one.lanewise");
    try (TrainableModel model = model(7, 0.9)) {
      model.fit(Blobs.of(90, 3), HOW.with(stop(2, 3, file)));
    }
    try (TrainableModel other = model(8, 0.9)) {
      assertThatThrownBy(() -> other.loadCheckpoint(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("seed");
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Path damaged = folder.resolve("damaged.lanewise");
    Files.write(damaged, bytes);
    try (TrainableModel model = model(7, 0.9)) {
      Map<String, Tensor> before = model.weights();
      assertThatThrownBy(() -> model.loadCheckpoint(damaged))
          .isInstanceOf(ModelFormatException.class);
      Map<String, Tensor> after = model.weights();
      before.forEach((name, t) -> assertThat(after.get(name).floats()).isEqualTo(t.floats()));
      assertThat(model.updates()).isZero();
    }
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    Path file = folder.resolve("one.lanewise");
    WriteOptions info =
        WriteOptions.DEFAULT
            .with("training.seed", "7")
            .with("training.updates", "9999999999999999999")
            .with("training.epoch", "1")
            .with("training.step", "1")
            .with("training.learning_rate", "NaN");
    LanewiseWriter.write("{}", Map.of(), info, file);
    try (TrainableModel model = model(7, 0.9)) {
      assertThatThrownBy(() -> model.loadCheckpoint(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("'training.updates' is '9999999999999999999'");
    }
  }
}
