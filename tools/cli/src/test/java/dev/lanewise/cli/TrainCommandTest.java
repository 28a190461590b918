package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings from the command line. */
class TrainCommandTest {
  private static final Path MODELS = SharedData.repository().resolve("models");

  @TempDir Path folder = Path.of("");

  private static Command train(String model, String... options) {
    String config = MODELS.resolve(model).resolve("config.json").toString();
    return Command.run(
        Stream.concat(
                Stream.of("train", config, "--quiet", "--threads", "1"), Arrays.stream(options))
            .toArray(String[]::new));
  }

  /** The last number under a name. */
  private static double last(Command c, String name) {
    assertThat(c.err()).isEmpty();
    assertThat(c.exitCode()).isZero();
    String text = c.out().substring(c.out().lastIndexOf(", " + name + " ") + name.length() + 3);
    return Double.parseDouble(text.substring(0, text.indexOf(',')));
  }

  @Test
  void moonsAreToldApartByAdamAndByGradientDescent() {
    for (String model : new String[] {"two-moons", "two-moons-sgd"}) {
      Command c = train(model, "--data", "moons:noise=0.1", "--epochs", "100", "--batch", "32");
      assertThat(last(c, "val_accuracy")).as(model).isGreaterThan(0.95);
      assertThat(c.out().lines().filter(line -> line.startsWith("epoch "))).hasSize(50);
    }
  }

  @Test
  void aModelIsWrittenAndRun() {
    Path file = folder.resolve("xor.onnx");
    Command c =
        train("xor", "--data", "xor", "--epochs", "500", "--batch", "4", "--out", file.toString());
    assertThat(last(c, "binary_accuracy")).isEqualTo(1);
    assertThat(c.lastLine()).isEqualTo("written to " + file);
    assertThat(Command.run("run", file.toString(), "--input", "random:1").exitCode()).isZero();
  }

  @Test
  void pointersAreFollowed() {
    Command c =
        train(
            "pointer-transformer",
            "--data",
            "pointers:count=400",
            "--epochs",
            "2",
            "--learning-rate",
            "0.001");
    // With one quarter of the tokens right by chance.
    assertThat(last(c, "val_accuracy")).isBetween(0.1, 0.8);
  }

  @Test
  void tablesAreReadWithAndWithoutHeader() throws IOException {
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      String kind = x + y > 0 ? "up" : "down";
      rows.append(x).append(',').append(kind).append(',').append(y).append('\n');
    }
    Path bare = folder.resolve("bare.csv");
    Files.writeString(bare, rows);
    Path named = folder.resolve("named.csv");
    Files.writeString(named, "x,kind,y\n" + rows);
    for (String data :
        new String[] {
          "csv:" + bare + ",header=no,label=2,positive=up",
          "csv:" + named + ",label=kind,positive=up"
        }) {
      Command c =
          train(
              "two-moons",
              "--data",
              data,
              "--epochs",
              "20",
              "--batch",
              "10",
              "--validation-split",
              "0.2");
      assertThat(c.out()).contains(" 160 samples");
      assertThat(last(c, "val_accuracy")).isGreaterThan(0.85);
    }
  }

  @Test
  void picturesAreChanged() {
    Path digits = SharedData.require("data/mnist");
    Command c =
        train(
            "mnist-mlp-32",
            "--data",
            "mnist:" + digits,
            "--epochs",
            "1",
            "--batch",
            "128",
            "--validation-split",
            "0.9");
    assertThat(last(c, "val_accuracy")).isGreaterThan(0.7);
    Command flat = train("mnist-mlp-32", "--data", "mnist:" + digits, "--augment", "shift=0.1");
    assertFails(flat, "pictures must be FLOAT [H, W] or [H, W, C]");
  }

  private static void assertFails(Command c, String text) {
    assertThat(c.exitCode()).isEqualTo(1);
    assertThat(c.err()).startsWith("lanewise: ").contains(text);
    assertThat(c.err().strip().lines()).hasSize(1);
  }

  @Test
  void failuresAreOneLine() throws IOException {
    Path table = folder.resolve("table.csv");
    Files.writeString(table, "a,b,c\n1,2,3\n");
    assertFails(train("xor", "--data", "photos:x"), "there is no kind 'photos'; there are [mnist,");
    assertFails(train("xor", "--data", "mnist"), "mnist:DIR");
    assertFails(train("xor", "--data", "mnist:" + folder), "there is no train-images-idx3-ubyte");
    assertFails(train("xor", "--data", "fsdd:" + folder), "has 0 ZIP files");
    assertFails(train("xor", "--data", "csv:no-such.csv"), "there is no file no-such.csv");
    assertFails(train("xor", "--data", "csv:" + table + ",label=d"), "there is no column 'd'");
    assertFails(
        train("xor", "--data", "csv:" + table + ",label=c,positive=9"), "'9' does not stand");
    assertFails(train("xor", "--data", "csv:" + table + ",header=maybe"), "must be yes or no");
    assertFails(train("xor", "--data", "csv:" + table + ",colour=red"), "no setting [colour]");
    assertFails(train("xor", "--data", "moons:noise=much"), "noise=much must be a number");
    assertFails(train("xor", "--data", "moons:noise=-1"), "noise=-1 must be a number");
    assertFails(train("xor", "--data", "moons:noise"), "moons: there is no place");
    assertFails(train("xor", "--data", "xor", "--augment", "melt=1"), "there is no change 'melt'");
    assertFails(train("xor", "--data", "xor", "--augment", "zoom=1"), "must be less than 1");
    assertFails(train("xor", "--data", "xor", "--augment", "zoom"), "must be NAME=VALUE");
    assertFails(train("xor", "--data", "xor", "--validation-split", "1"), "less than 1");
    assertFails(train("xor", "--data", "xor", "--epochs", "0"), "at least 1");
  }
}
