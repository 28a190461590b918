package dev.lanewise.trainer.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.History;
import dev.lanewise.trainer.HistoryCsv;
import dev.lanewise.trainer.TrainableModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbacksTest {
  private static final Monitor LOSS = Monitor.of("val_loss");

  @TempDir private Path folder;

  @Test
  void theNameSaysWhatIsBetter() {
    for (String name : List.of("accuracy", "val_acc", "auc", "val_precision", "recall")) {
      assertThat(Monitor.of(name).larger()).as(name).isTrue();
    }
    assertThat(LOSS.larger()).isFalse();
    assertThat(LOSS.improves(Double.NaN, LOSS.worst())).isFalse();
    assertThat(LOSS.withMargin(0.1).improves(0.95, 1)).isFalse();
    assertThat(LOSS.withMargin(0.1).improves(0.85, 1)).isTrue();
  }

  @Test
  void earlyStoppingWaitsAndGoesBackToTheBest() {
    try (TrainableModel model = Script.model()) {
      Script script =
          Script.run(model, new EarlyStopping(LOSS, 2, true), 5, 3, 4, 2, Double.NaN, 2, 1);
      assertThat(model.epoch()).isEqualTo(6);
      assertThat(script.weights).doesNotHaveDuplicates();
      assertThat(Script.weight(model)).isEqualTo(script.weights.get(3));
    }
  }

  @Test
  void earlyStoppingLeavesTheLastWeightsIfThatIsWanted() {
    try (TrainableModel model = Script.model()) {
      Script script = Script.run(model, new EarlyStopping(LOSS, 2, false), 3, 4, 5, 1, 1);
      assertThat(model.epoch()).isEqualTo(3);
      assertThat(Script.weight(model)).isEqualTo(script.weights.get(2));
    }
  }

  @Test
  void whatIsWatchedMustExist() {
    try (TrainableModel model = Script.model()) {
      assertThatThrownBy(
              () -> Script.run(model, new EarlyStopping(Monitor.of("val_accuracy"), 2, true), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("val_accuracy")
          .hasMessageContaining("val_loss");
    }
  }

  @Test
  void theRateFallsOnAPlateau() {
    try (TrainableModel model = Script.model()) {
      Callback callback = new ReduceRateOnPlateau(LOSS.withMargin(0.1), 0.5, 2, 1, 0.03);
      Script script = Script.run(model, callback, 3, 2.95, 2.95, 1, 1, 1, 1, 1, 1);
      // Better than 3 by less than the margin does not count; one epoch of rest after each fall.
      assertThat(script.rates)
          .usingComparatorForType(
              (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
          .containsExactly(0.1, 0.1, 0.05, 0.05, 0.05, 0.03, 0.03, 0.03, 0.03);
    }
  }

  @Test
  void onlyBetterModelsAreSaved() throws IOException {
    Path pattern = folder.resolve("model-{epoch}.lanewise");
    try (TrainableModel model = Script.model()) {
      Script script = Script.run(model, ModelCheckpoint.best(pattern, LOSS), 3, 4, 2, 2, 1);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder("model-1.lanewise", "model-3.lanewise", "model-5.lanewise");
      }
      for (int epoch : new int[] {1, 3, 5}) {
        float saved =
            LanewiseFile.open(folder.resolve("model-" + epoch + ".lanewise"))
                .tensors()
                .values()
                .stream()
                .filter(t -> t.size() == 2)
                .findFirst()
                .orElseThrow()
                .floats()[0];
        assertThat(saved).isEqualTo(script.weights.get(epoch - 1));
      }
    }
  }

  @Test
  void aSavedTrainingGoesOn() {
    Path file = folder.resolve("training.lanewise");
    FitOptions three = FitOptions.epochs(3).withBatchSize(5);
    try (TrainableModel whole = Script.model();
        TrainableModel first = Script.model();
        TrainableModel second = Script.model()) {
      whole.fit(Script.DATA, three);
      first.fit(
          Script.DATA, FitOptions.epochs(2).withBatchSize(5).with(ModelCheckpoint.resumable(file)));
      second.loadCheckpoint(file);
      assertThat(second.epoch()).isEqualTo(2);
      second.fit(Script.DATA, three);
      assertThat(Script.weight(second)).isEqualTo(Script.weight(whole));
    }
  }

  @Test
  void theLogIsTheHistory() throws IOException {
    Path file = folder.resolve("log.csv");
    Files.writeString(file, "old");
    try (TrainableModel model = Script.model()) {
      FitOptions options = FitOptions.epochs(2).withValidationSplit(0.5).with(new CsvLog(file));
      History history = model.fit(Script.DATA, options);
      assertThat(Files.readString(file)).isEqualTo(HistoryCsv.of(history));
      assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("epoch,loss,val_loss");
      model.fit(Script.DATA, FitOptions.epochs(3).withValidationSplit(0.5).with(new CsvLog(file)));
      assertThat(Files.readAllLines(file)).hasSize(4);
      assertThat(Files.readAllLines(file).get(3)).startsWith("3,");
    }
  }

  @Test
  void eventsAreRecorded() throws IOException {
    Path file = folder.resolve("run.jfr");
    try (Recording recording = new Recording();
        TrainableModel model = Script.model()) {
      recording.enable("dev.lanewise.TrainingEpoch").withoutThreshold();
      recording.enable("dev.lanewise.TrainingStep").withoutThreshold();
      recording.start();
      model.fit(Script.DATA, FitOptions.epochs(2).withBatchSize(5).with(new FlightRecord()));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps =
        events.stream()
            .filter(e -> e.getEventType().getName().equals("dev.lanewise.TrainingStep"))
            .toList();
    assertThat(steps).hasSize(8);
    assertThat(steps.get(5).getInt("epoch")).isEqualTo(2);
    assertThat(steps.get(5).getInt("step")).isEqualTo(2);
    assertThat(steps.get(5).getDouble("loss")).isPositive();
    assertThat(events.stream().filter(e -> e.getEventType().getName().endsWith("TrainingEpoch")))
        .hasSize(2)
        .allSatisfy(e -> assertThat(e.getString("results")).startsWith("{loss="));
  }

  @Test
  void theBarShowsStepsAndTime() {
    StringWriter text = new StringWriter();
    AtomicLong clock = new AtomicLong();
    List<String> lines = new ArrayList<>();
    Callback tick =
        new Callback() {
          @Override
          public void stepEnded(Fit fit) {
            clock.addAndGet(2_000_000_000L);
          }
        };
    try (TrainableModel model = Script.model()) {
      ProgressBar bar = new ProgressBar(new PrintWriter(text), clock::get);
      model.fit(Script.DATA, FitOptions.epochs(1).withBatchSize(5).with(tick).with(bar));
    }
    text.toString().lines().forEach(line -> lines.add(line.strip()));
    List<String> shown = lines.stream().filter(line -> !line.isEmpty()).toList();
    assertThat(shown).hasSize(5);
    assertThat(shown.get(0)).contains("epoch 1/1 [======   ").contains("] 1/4, loss ");
    assertThat(shown.get(0)).endsWith(", 6.0 s left");
    assertThat(shown.get(2)).contains("] 3/4, loss ").endsWith(", 2.0 s left");
    assertThat(shown.get(4)).startsWith("epoch 1/1, loss ").endsWith(", 8.0 s");
    assertThat(ProgressBar.time(75.4)).isEqualTo("1:15 min");
    assertThat(ProgressBar.time(3700)).isEqualTo("1:01 h");
    assertThat(ProgressBar.time(12.3)).isEqualTo("12 s");
  }
}
