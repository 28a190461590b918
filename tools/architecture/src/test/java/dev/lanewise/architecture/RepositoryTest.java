package dev.lanewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the files of the repository may say. */
class RepositoryTest {
  private static final Path ROOT = SharedData.repository();
  private static final String SOURCES = "/src/main/java/";

  /** Paths of one machine, and hosts that packages are fetched from. */
  private static final Pattern PRIVATE =
      Pattern.compile(
          "(?<![\\w.~}$-])/(root|work|home|Users)/\\w"
              + "|repo1?[.]maven|maven[.]google|sonatype[.](org|com)|jitpack[.]io"
              + "|(repository|repo)[.]apache[.]org|bintray[.]com|plugins[.]gradle[.]org"
              + "|pypi[.]org|pythonhosted[.]org|npmjs[.](org|com)|proxy[.]golang|crates[.]io");

  private static final Set<String> TOP_LEVEL =
      Set.of(
          ".ci",
          ".gitignore",
          ".mvn",
          "LICENSE",
          "README.md",
          "bench",
          "docs",
          "lanewise",
          "loader",
          "models",
          "mvnw",
          "pom.xml",
          "runtime",
          "tools",
          "trainer");

  @Test
  void noFileNamesAMachineOrAPackageHost() throws IOException, InterruptedException {
    List<String> findings = new ArrayList<>();
    for (String file : trackedFiles()) {
      Optional<String> text = text(ROOT.resolve(file));
      if (text.isPresent()) {
        PRIVATE.matcher(text.get()).results().forEach(m -> findings.add(file + ": " + m.group()));
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void theTopLevelStaysAsItIs() throws IOException, InterruptedException {
    assertThat(trackedFiles())
        .extracting(file -> file.replaceFirst("/.*", ""))
        .isSubsetOf(TOP_LEVEL);
  }

  @Test
  void everyModuleHasADescriptor() throws IOException, InterruptedException {
    List<String> files = trackedFiles();
    assertThat(files)
        .filteredOn(file -> file.contains(SOURCES))
        .extracting(file -> file.substring(0, file.indexOf(SOURCES)) + SOURCES + "module-info.java")
        .isNotEmpty()
        .isSubsetOf(files);
  }

  @Test
  void theBomHoldsEveryDeployedModule() throws IOException, InterruptedException {
    String bom = Files.readString(ROOT.resolve("tools/bom/pom.xml"));
    List<String> poms =
        trackedFiles().stream()
            .filter(file -> file.endsWith("/pom.xml") && !file.startsWith("tools/bom/"))
            .collect(Collectors.toList());
    assertThat(poms).isNotEmpty();
    for (String pom : poms) {
      String text = Files.readString(ROOT.resolve(pom));
      String artifact = artifact(text);
      assertThat(bom.contains("<artifactId>" + artifact + "</artifactId>"))
          .as("%s is in the BOM", artifact)
          .isEqualTo(!text.contains("<maven.deploy.skip>true</maven.deploy.skip>"));
    }
  }

  private static String artifact(String pom) {
    String own = pom.substring(pom.indexOf("</parent>"));
    int from = own.indexOf("<artifactId>") + "<artifactId>".length();
    return own.substring(from, own.indexOf("</artifactId>", from));
  }

  /** The text of a file; empty for one that is not UTF-8 text or no longer there. */
  private static Optional<String> text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static List<String> trackedFiles() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.exists(ROOT.resolve(".git")), "not a git work tree");
    Process git =
        new ProcessBuilder("git", "ls-files", "-z")
            .directory(ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as("exit code of git").isZero();
    return Stream.of(output.split("\0")).filter(file -> !file.isEmpty()).toList();
  }
}
