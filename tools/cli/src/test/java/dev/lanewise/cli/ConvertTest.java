package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
  private static final Path DIGITS = SharedData.repository().resolve("models/mnist-mlp");

  @TempDir Path folder = Path.of("");

  /** A tree of cases of which each model has been converted. */
  private Path converted(String tree, String suffix, String... options) throws IOException {
    Path root = folder.resolve("models");
    for (TestCase c : TestCase.find(SharedData.require(tree))) {
      Path to = Files.createDirectories(root.resolve(c.name()));
      List<String> arguments = new ArrayList<>(List.of("convert", c.model().toString()));
      arguments.add(to.resolve("model" + suffix).toString());
      arguments.addAll(List.of(options));
      Command made = Command.run(arguments.toArray(new String[0]));
      assertThat(made.err()).isEmpty();
      for (Path data : c.dataSets()) {
        copy(data, Files.createDirectories(to.resolve(data.getFileName().toString())));
      }
    }
    return root;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({".lanewise,vector", ".onnx,vector", ".safetensors,scalar"})
  void kerasModelsGiveTheirReferenceOutputs(String suffix, String kernels) throws IOException {
    Path root = converted("data/keras", suffix);
    Command c = Command.run("verify", root.toString(), "--kernels", kernels);
    assertThat(c.lastLine()).isEqualTo("7 passed, 0 failed, 0 skipped");
  }

  @Test
  void aKerasModelMayBeStoredAsItsConfiguration() throws IOException {
    Path root = converted("data/keras", ".lanewise", "--config");
    Path first = TestCase.find(root).get(0).model();
    assertThat(LanewiseFile.open(first).hasGraph()).isFalse();
    Command c = Command.run("verify", root.toString());
    assertThat(c.lastLine()).isEqualTo("7 passed, 0 failed, 0 skipped");
  }

  @ParameterizedTest
  @ValueSource(strings = {".lanewise", ".onnx"})
  void modelsGiveTheirReferenceOutputs(String suffix) throws IOException {
    Path root = converted("data/models", suffix);
    Command c = Command.run("verify", root.toString(), "--jobs", "2");
    assertThat(c.out()).contains(" 0 failed, 0 skipped");
    assertThat(c.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "float16", "bfloat16", "int8"})
  void theDigitsAreRecognisedWithSmallerWeights(String weights) throws IOException {
    Path small = folder.resolve("digits.lanewise");
    Command made =
        Command.run(
            "convert",
            DIGITS.toString(),
            small.toString(),
            "--weights",
            weights,
            "--info",
            "license=Apache-2.0");
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).contains("digits.lanewise: ", " bytes");
    assertThat(LanewiseFile.open(small).info()).containsEntry("license", "Apache-2.0");
    assertThat(Command.run("inspect", small.toString()).out()).contains("input input: float");
    for (int digit = 0; digit < 10; digit++) {
      Command c =
          Command.run(
              "run",
              small.toString(),
              "--input",
              DIGITS.resolve("digits/" + digit + ".png").toString(),
              "--top",
              "1");
      assertThat(c.err()).isEmpty();
      assertThat(c.out()).contains("  [" + digit + "] ");
    }
  }

  @Test
  void wrongUsageIsOneLine() {
    String model = DIGITS.toString();
    assertFails(Command.run("convert", model, "x.tflite"), "must end in");
    assertFails(Command.run("convert", model, "x.onnx", "--weights", "int8"), "--weights");
    assertFails(Command.run("convert", model, "x.lanewise", "--info", "format=x"), "--info");
    assertFails(Command.run("convert", model), "OUT");
  }

  private static void assertFails(Command c, String text) {
    assertThat(c.exitCode()).isEqualTo(2);
    assertThat(c.err()).startsWith("lanewise: ").contains(text);
    assertThat(c.err().strip().lines()).hasSize(1);
  }
}
