package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  private static final Path MODEL = SharedData.repository().resolve("models/mnist-mlp");

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void home() {
    System.setProperty("lanewise.home", SharedData.repository().toString());
  }

  private static void assertFails(Command c, int exitCode, String text) {
    assertThat(c.exitCode()).isEqualTo(exitCode);
    assertThat(c.err()).startsWith("lanewise: ").contains(text);
    assertThat(c.err().strip().lines()).hasSize(1);
  }

  @Test
  void demoClassifiesTheSampleDigits() {
    Command c = Command.run("demo", "--quiet");
    assertThat(c.exitCode()).isZero();
    for (int digit = 0; digit < 10; digit++) {
      assertThat(c.out()).contains(digit + ".png: " + digit + " with probability");
    }
    assertThat(c.lastLine()).endsWith("us per image");
  }

  @Test
  void runTakesPicturesArraysTablesAndRandomNumbers() throws IOException {
    Path npy = folder.resolve("x.npy");
    NpyFile.write(npy, Tensor.of(Shape.of(784), new float[784]));
    Path csv = folder.resolve("x.csv");
    Files.writeString(csv, "0,".repeat(783) + "0\n" + "1,".repeat(783) + "1\n");
    for (String input : new String[] {npy.toString(), csv.toString(), "random:3"}) {
      Command c = Command.run("run", MODEL.toString(), "--input", input, "--top", "2");
      assertThat(c.err()).isEmpty();
      assertThat(c.exitCode()).isZero();
      assertThat(c.out()).contains("probabilities: float[");
    }
    Command c =
        Command.run(
            "run", MODEL.toString(), "--input", "input=" + csv, "--output", folder.toString());
    assertThat(c.exitCode()).isZero();
    Tensor y = NpyFile.read(folder.resolve("probabilities.npy"));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 10));
  }

  @Test
  void inspectShowsOperatorsAndPlan() {
    Command c = Command.run("inspect", MODEL.toString(), "--plan");
    assertThat(c.exitCode()).isZero();
    assertThat(c.out()).contains("input input: float[batch, 784]", "parameters: 407,052", "Gemm");
    assertThat(c.out()).contains("plan: ");
  }

  @Test
  void configurationsAloneAreInspectedAndRun() {
    Path lenet = SharedData.repository().resolve("models/lenet");
    Command c = Command.run("inspect", lenet.toString());
    assertThat(c.err()).isEmpty();
    assertThat(c.out())
        .contains("Model: \"lenet\"", "conv2d (Conv2D)", "(None, 28, 28, 6)", "156")
        .contains("Total params: 61,706");
    Command run = Command.run("run", lenet.toString(), "--input", "random:1");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("dense_2: float[1, 10]");
    assertThat(Command.run("run", lenet.toString(), "--input", "random:1", "--quiet").out())
        .as("weights from a fixed seed")
        .isEqualTo(Command.run("run", lenet.toString(), "--input", "random:1", "--quiet").out());
  }

  @Test
  void profileShowsStepsAndWritesPageAndTrace() throws IOException {
    Path html = folder.resolve("profile.html");
    Path trace = folder.resolve("trace.json");
    Command c =
        Command.run(
            "profile",
            MODEL.toString(),
            "--seconds",
            "0.05",
            "--threads",
            "1",
            "--html",
            html.toString(),
            "--trace",
            trace.toString());
    assertThat(c.err()).isEmpty();
    assertThat(c.exitCode()).isZero();
    assertThat(c.out()).contains("measured limits: ", "GFLOP/s", "Gemm");
    assertThat(c.lastLine()).matches("run [0-9.]+ us, .* of the peak\\); sum of .* us");
    assertThat(html).content().contains("<table>", "Gemm");
    assertThat(trace).content().startsWith("{").contains("traceEvents", "\"ph\":\"X\"");
  }

  @Test
  void failuresAreOneLine() throws IOException {
    assertFails(Command.run("run", "no-such.onnx"), 1, "no-such.onnx");
    Path broken = folder.resolve("broken.onnx");
    Files.writeString(broken, "this is no model");
    assertFails(Command.run("inspect", broken.toString()), 1, "broken.onnx");
    assertFails(Command.run("run", MODEL.toString(), "--input", "x.txt"), 1, "x.txt");
    assertFails(Command.run("run"), 2, "MODEL");
    assertFails(Command.run("profile", "no-such.onnx"), 1, "no-such.onnx");
    assertFails(Command.run("verify", folder.toString()), 2, "holds no case");
    assertFails(Command.run("run", MODEL.toString(), "--kernels", "gpu"), 2, "gpu");
    assertFails(Command.run("nonsense"), 2, "nonsense");
  }
}
