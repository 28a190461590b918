package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
  private static final String MODEL =
      SharedData.repository().resolve("models/mnist-mlp").toString();

  @TempDir Path folder = Path.of("");

  /** What a command line came to. */
  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(args).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(line.execute(args), out.toString(), err.toString());
  }

  private static void assertFails(Ran ran, int exitCode, String text) {
    assertThat(ran.err()).startsWith("lanewise: ").contains(text);
    assertThat(ran.err().strip().lines()).hasSize(1);
    assertThat(ran.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aModelIsComparedForEveryThreadCount() throws IOException {
    Path json = folder.resolve("r.json");
    Path markdown = folder.resolve("r.md");
    Path plot = folder.resolve("r.svg");
    Ran ran =
        run(
            MODEL,
            "--threads=1,2",
            "--seconds=0.05",
            "--report=" + json,
            "--markdown=" + markdown,
            "--plot=" + plot);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("| mnist-mlp | 1 |", "| mnist-mlp | 2 |", "agree within");
    assertThat(ran.out().strip().lines().toList().reversed().get(2))
        .matches("onnxruntime, 1 thread: geomean .* over 1 models, slowest mnist-mlp .*");
    assertThat(ran.out().strip().lines().toList().getLast())
        .matches("geomean [0-9.]+ over 1 models, slowest mnist-mlp [0-9.]+");
    assertThat(Files.readString(json)).contains("\"medianMicros\":", "\"outputsAgree\":true");
    assertThat(Files.readString(markdown)).contains("| processors |", "slowest mnist-mlp");
    assertThat(Files.readString(plot)).startsWith("<svg").contains(">mnist-mlp</text>");
  }

  @Test
  void configurationsAreMeasuredWithSeededWeights() {
    String lenet = SharedData.repository().resolve("models/lenet").toString();
    Ran ran = run(lenet, "--seconds=0.05", "--threads=1");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("| lenet | 1 |", "agree within");
    assertThat(ran.out().strip().lines().toList().getLast())
        .matches("geomean [0-9.]+ over 1 models, slowest lenet [0-9.]+");
  }

  @Test
  void warmRunsAllocateNothingAndErrorsAreMeasured() {
    Ran ran = run(MODEL, "--allocation", "--accuracy", "--threads=1,2");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("| mnist-mlp | 1 | 0 | known |", "| mnist-mlp | 2 | 0 | known |");
    assertThat(ran.out()).contains("Largest error against a run in double precision");
  }

  @Test
  void tailsAreMeasuredForEverybody() {
    Ran ran = run(MODEL, "--tail=50", "--vs=onnxruntime-nospin");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("| lanewise |", "| onnxruntime-nospin |");
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch, pytorch/cpu/linux-x86_64/libtorch_cpu.so",
    "tensorflow, org/tensorflow/internal/c_api/linux-x86_64/libtensorflow_cc.so.2"
  })
  void trainingNeedsThePeerOrComparesStepsAndLosses(String peer, String library) {
    if (ClassLoader.getSystemResource(library) == null) {
      Ran ran = run("--train", MODEL, "--vs=" + peer, "--data=mnist:" + folder);
      assertFails(
          ran, 1, peer + " is not on the module path: it needs the jars of the Maven profile");
      return;
    }
    String data = "--data=mnist:" + SharedData.require("data/mnist");
    Ran ran = run("--train", MODEL, "--vs=" + peer, data, "--seconds=0.05", "--batch=16");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    Matcher losses = Pattern.compile("([0-9.]+) → ([0-9.]+)").matcher(ran.out());
    assertThat(losses.results().map(m -> m.group(1)).distinct()).hasSize(1);
  }

  @Test
  void theWayForwardIsComparedLayerByLayer() {
    String data = "--data=mnist:" + SharedData.require("data/mnist");
    Ran ran = run("--forward", MODEL, data, "--seconds=0.05", "--batch=16");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .containsPattern("mnist-mlp \\| 16 \\| 1 \\| dense \\| Gemm \\| [0-9.]+ \\| [0-9.]+ ")
        .containsPattern("mnist-mlp \\| 16 \\| 1 \\| all \\|")
        .doesNotContain("gradient");
  }

  @Test
  void failuresAreOneLine() throws IOException {
    assertFails(run(), 2, "PATH");
    assertFails(run("--train", folder.toString()), 2, "config.json to train");
    assertFails(run("--forward", MODEL), 2, "mnist:DIR");
    assertFails(run("no-such-folder"), 1, "no-such-folder");
    assertFails(run(folder.toString()), 2, "holds no model");
    assertFails(run(MODEL, "--vs=nobody"), 2, "onnxruntime-nospin");
    assertFails(run("--train", MODEL, "--vs=pytorch,tensorflow"), 2, "one peer");
    assertFails(run("--train", MODEL, "--vs=opencv"), 2, "pytorch or tensorflow");
    assertFails(run(MODEL, "--threads=0"), 2, "--threads 0");
    assertFails(run(MODEL, "--seconds=0"), 2, "--seconds");
    assertFails(run(MODEL, "--report=" + folder.resolve("no/r.json")), 2, "no folder");
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "this is no model");
    assertFails(run(broken.toString()), 1, "broken");
  }
}
