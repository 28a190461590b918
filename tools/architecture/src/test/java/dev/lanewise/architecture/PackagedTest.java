package dev.lanewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.loader.format.LanewiseFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vector kernels are chosen, get hot and answer rightly in images and with archives of classes. */
class PackagedTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  /** A class that only a process with vector kernels loads. */
  private static final String VECTOR_CLASS = "dev.lanewise.vector.VectorGemm ";

  @TempDir private static Path folder = Path.of("");

  private static String modulePath = "";
  private static String classPath = "";
  private static byte[] model = {};

  @BeforeAll
  static void pack() throws IOException, InterruptedException, URISyntaxException {
    Packaged packaged = new Packaged(folder);
    modulePath = packaged.path();
    classPath = packaged.path(Packaged.jar(folder.resolve("child.jar"), HotChild.class));
    model = SmallNetwork.file();
  }

  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>(List.of(Packaged.tool("java"), MODULE));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, HotChild.class.getName()));
    return command;
  }

  private static void assertHotAndRight(String said) {
    assertThat(Packaged.said(said, "kernels")).as(said).containsExactly("vector");
    assertThat(Packaged.said(said, "warmth")).as(said).containsExactly("WARM");
    assertThat(Packaged.said(said, "allocates")).as(said).containsExactly("0");
    String answer = Packaged.said(said, "answer").get(0);
    String[] numbers = answer.substring(1, answer.length() - 1).split(", ");
    SessionOptions scalar = SessionOptions.defaults().withKernels(KernelChoice.SCALAR);
    try (Session session = Model.of(LanewiseFile.of(model).graph()).newSession(scalar)) {
      float[] expected = session.run(SmallNetwork.input()).floats();
      assertThat(numbers).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Float.parseFloat(numbers[i])).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  private static void assertCameFromArchive(Path log) throws IOException {
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded)
        .filteredOn(line -> line.contains(VECTOR_CLASS))
        .hasSize(1)
        .allMatch(line -> line.contains("shared objects file"));
  }

  @Test
  void inAnImage() throws IOException, InterruptedException, URISyntaxException {
    Path image = folder.resolve("image");
    Packaged.run(
        List.of(
            Packaged.tool("jlink"),
            "--module-path",
            modulePath,
            "--add-modules",
            "dev.lanewise.vector,dev.lanewise.loader.format",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            image.toString()),
        new byte[0]);
    String own = Packaged.place(HotChild.class).toString();
    String java = image.resolve("bin").resolve("java").toString();
    assertHotAndRight(Packaged.run(List.of(java, "-cp", own, HotChild.class.getName()), model));
  }

  @Test
  void withAnArchiveOfClasses() throws IOException, InterruptedException {
    Path archive = folder.resolve("app.jsa");
    Path log = folder.resolve("jsa.log");
    Packaged.run(java("-XX:ArchiveClassesAtExit=" + archive), model);
    assertHotAndRight(
        Packaged.run(
            java("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log), model));
    assertCameFromArchive(log);
  }

  @Test
  void withACacheOfTheJvm() throws IOException, InterruptedException {
    Path cache = folder.resolve("app.aot");
    Path log = folder.resolve("aot.log");
    Packaged.run(java("-XX:AOTCacheOutput=" + cache), model);
    assertHotAndRight(
        Packaged.run(java("-XX:AOTCache=" + cache, "-Xlog:class+load:file=" + log), model));
    assertCameFromArchive(log);
  }
}
