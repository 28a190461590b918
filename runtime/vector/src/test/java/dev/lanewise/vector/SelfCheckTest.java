package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that do not compile the Vector API are noticed; each case is a JVM of its own. */
class SelfCheckTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String SAID = "running on scalar kernels";

  private static String output(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String path =
        Stream.of("java.class.path", "jdk.module.path")
            .map(p -> System.getProperty(p, ""))
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    String own =
        Path.of(KernelsInChild.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    String sources =
        Path.of(SelfCheck.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    command.addAll(
        List.of(
            "-cp",
            String.join(File.pathSeparator, path, own, sources),
            KernelsInChild.class.getName()));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    child.getOutputStream().close();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void aJvmThatCompilesVectorsIsTrusted() throws IOException, InterruptedException {
    assertThat(output(MODULE)).contains("chosen: vector").doesNotContain(SAID);
  }

  @ParameterizedTest
  @CsvSource({
    "-Xint, only interprets",
    "-XX:TieredStopAtLevel=1, optimising compiler",
    "-XX:MaxVectorSize=8, vectors of 64 bits",
    "-XX:+UnlockExperimentalVMOptions -XX:-EnableVectorSupport, EnableVectorSupport"
  })
  void othersStayScalarAndSaySoOnce(String options, String reason)
      throws IOException, InterruptedException {
    String text = output((MODULE + " " + options).split(" "));
    assertThat(text).contains("chosen: scalar", reason).containsOnlyOnce(SAID);
  }

  @Test
  void withoutTheModuleTheLineSaysWhatToAdd() throws IOException, InterruptedException {
    assertThat(output("-Xshare:auto"))
        .contains("chosen: scalar", "--add-modules jdk.incubator.vector")
        .containsOnlyOnce(SAID);
  }

  @Test
  void aForcedChoiceIsKept() throws IOException, InterruptedException {
    assertThat(output(MODULE, "-Xint", "-Dlanewise.kernels=vector"))
        .contains("chosen: vector")
        .doesNotContain(SAID);
  }
}
