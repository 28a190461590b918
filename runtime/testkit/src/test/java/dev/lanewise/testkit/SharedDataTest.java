package dev.lanewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
  @TempDir Path folder;

  @Test
  void findsWhatIsThere() throws IOException {
    Path model = Files.createFile(folder.resolve("model.onnx"));
    assertThat(SharedData.require(folder, "model.onnx", true)).isEqualTo(model);
  }

  @Test
  void skipsWhatIsMissing() {
    assertThatThrownBy(() -> SharedData.require(folder, "models/none", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("none");
  }

  @Test
  void failsWhereEverythingMustBeThere() {
    assertThatThrownBy(() -> SharedData.require(folder, "models/none", true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("none");
  }

  @Test
  void theRepositoryHoldsTheBuild() {
    assertThat(SharedData.repository().resolve("pom.xml")).exists();
  }
}
