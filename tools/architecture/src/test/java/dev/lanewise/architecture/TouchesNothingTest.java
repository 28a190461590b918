package dev.lanewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loading and running a model from bytes reads and writes no file and no socket, starts no process
 * and no thread, and changes no system property; the JVM's own recorder is the witness.
 */
class TouchesNothingTest {
  @TempDir private Path folder = Path.of("");

  private List<String> touched(String kernels, String... more)
      throws IOException, InterruptedException, URISyntaxException {
    Packaged packaged = new Packaged(folder);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Packaged.tool("java"), "--add-modules=jdk.incubator.vector"));
    command.addAll(List.of("-cp", packaged.path(Packaged.place(TouchChild.class))));
    command.addAll(List.of(TouchChild.class.getName(), kernels));
    command.add(folder.resolve("events.jfr").toString());
    command.addAll(List.of(more));
    String said = Packaged.run(command, SmallNetwork.file());
    assertThat(Packaged.said(said, "answer")).as(said).hasSize(1);
    return Packaged.said(said, "touched");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCALAR", "VECTOR"})
  void aModelFromBytesTouchesNothing(String kernels)
      throws IOException, InterruptedException, URISyntaxException {
    assertThat(touched(kernels)).isEmpty();
  }

  @Test
  void theWitnessSees() throws IOException, InterruptedException, URISyntaxException {
    assertThat(touched("SCALAR", "something"))
        .contains("threads", "properties")
        .anyMatch(event -> event.startsWith("jdk.FileWrite "));
  }
}
