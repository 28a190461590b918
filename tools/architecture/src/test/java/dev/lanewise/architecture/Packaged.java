package dev.lanewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.Model;
import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.vector.VectorProvider;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an application ships: jars of the runtime and of the format, and processes on them. */
final class Packaged {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private final List<Path> jars = new ArrayList<>();

  /** Puts jars into a folder. */
  Packaged(Path folder) throws IOException, InterruptedException, URISyntaxException {
    for (Class<?> type :
        List.of(Model.class, OperatorTable.class, LanewiseFile.class, VectorProvider.class)) {
      jars.add(jar(folder.resolve(type.getSimpleName() + ".jar"), type));
    }
  }

  /** A jar of the classes that came from where a class came from. */
  static Path jar(Path jar, Class<?> type)
      throws IOException, InterruptedException, URISyntaxException {
    Path place = place(type);
    if (Files.isDirectory(place)) {
      run(
          List.of(tool("jar"), "--create", "--file", jar.toString(), "-C", place.toString(), "."),
          new byte[0]);
    } else {
      Files.copy(place, jar);
    }
    return jar;
  }

  /** The jar or folder that a class came from. */
  static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The jars, as a path of modules or of classes. */
  String path() {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The same with one more place at the end. */
  String path(Path more) {
    return path() + File.pathSeparator + more;
  }

  /** A tool of the JDK. */
  static String tool(String name) {
    return JDK.resolve("bin").resolve(name).toString();
  }

  /**
   * Runs a command that must succeed.
   *
   * @param input what it finds on its standard input
   * @return what it printed
   */
  static String run(List<String> command, byte[] input) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = child.getOutputStream()) {
      in.write(input);
    }
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as("%s%n%s", command, text).isZero();
    return text;
  }

  /** The rest of the lines of a text that begin with a word and a blank. */
  static List<String> said(String text, String word) {
    return text.lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .collect(Collectors.toList());
  }
}
