package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of the README runs as it is printed. */
class ReadmeExampleTest {
  @TempDir Path folder = Path.of("");

  @Test
  void exampleRuns() throws IOException, InterruptedException {
    Path root = SharedData.repository();
    String readme = Files.readString(root.resolve("README.md"));
    int start = readme.indexOf("```java\n") + "```java\n".length();
    String source = readme.substring(start, readme.indexOf("```", start));
    assertThat(source.strip().lines().filter(l -> !l.startsWith("import ")).count())
        .isLessThanOrEqualTo(12);
    Path file = folder.resolve("Example.java");
    Files.writeString(file, source);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", classPath()));
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("vector kernels").contains("[0.");
    assertThat(process.exitValue()).isZero();
  }

  /** What this test runs on, whether it came by class path or by module path. */
  private static String classPath() {
    return System.getProperty("java.class.path")
        + System.getProperty("path.separator")
        + System.getProperty("jdk.module.path", "");
  }
}
