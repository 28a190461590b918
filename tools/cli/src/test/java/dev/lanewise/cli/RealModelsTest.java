package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real models and the cases of the standard give their reference outputs on every back end, the
 * models with one and two threads.
 */
class RealModelsTest {
  @ParameterizedTest
  @CsvSource({"vector,1", "vector,2", "scalar,1", "scalar,2"})
  void modelsGiveTheirReferenceOutputs(String kernels, String threads) {
    String folder = SharedData.require("data/models").toString();
    Command c =
        Command.run("verify", folder, "--kernels", kernels, "--threads", threads, "--jobs", "2");
    assertThat(c.out()).contains(" 0 failed, 0 skipped");
    assertThat(c.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"vector", "scalar"})
  void lightModelsGiveTheirReferenceOutputs(String kernels) {
    String folder = SharedData.require("data/onnx-conformance/light").toString();
    Command c = Command.run("verify", folder, "--kernels", kernels);
    assertThat(c.out()).contains(" 0 failed, 0 skipped");
    assertThat(c.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"vector", "scalar"})
  void conformanceCasesPass(String kernels) {
    String folder = SharedData.require("data/onnx-conformance").toString();
    Command c = Command.run("verify", folder, "--kernels", kernels, "--jobs", "2");
    assertThat(c.out()).contains(" passed, 0 failed, 0 skipped");
    assertThat(c.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"vector", "scalar"})
  void kerasModelsGiveTheirReferenceOutputs(String kernels) {
    String folder = SharedData.require("data/keras").toString();
    Command c = Command.run("verify", folder, "--kernels", kernels);
    assertThat(c.out()).contains("7 passed, 0 failed, 0 skipped");
    assertThat(c.exitCode()).isZero();
  }
}
