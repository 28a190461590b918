package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingAllocationTest {
  private static String place(Class<?> of) {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  @Test
  void warmStepsOnVectorKernelsAllocateNothing() throws IOException, InterruptedException {
    String path =
        Stream.of(
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path"),
                place(StepsInChild.class))
            .filter(Objects::nonNull)
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-cp",
            path,
            StepsInChild.class.getName());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    child.getOutputStream().close();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(text).isZero();
    assertThat(text.lines().filter(line -> line.endsWith("bytes")))
        .containsExactly(
            "mlp, 1 threads: 0 bytes",
            "cnn, 1 threads: 0 bytes",
            "mlp, 2 threads: 0 bytes",
            "cnn, 2 threads: 0 bytes");
  }
}
