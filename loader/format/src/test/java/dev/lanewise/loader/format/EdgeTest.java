package dev.lanewise.loader.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.Model;
import dev.lanewise.loader.operators.OperatorTable;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model in bytes runs where native code cannot go. */
class EdgeTest {
  private static final String ANSWER = "answer [7.0, 0.0] threads 0 properties true";
  private static final List<String> LOCKED =
      List.of(
          "--illegal-native-access=deny",
          "--sun-misc-unsafe-memory-access=deny",
          "-Djava.io.tmpdir=/nonexistent",
          "-Djava.library.path=/nonexistent",
          "-XX:+DisableAttachMechanism");

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> modules() throws URISyntaxException {
    return List.of(place(Model.class), place(OperatorTable.class), place(LanewiseFile.class));
  }

  private static String java(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LOCKED);
    command.addAll(arguments);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    child.getOutputStream().close();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(text).isZero();
    return text.strip();
  }

  @Test
  void onTheClassPath() throws IOException, InterruptedException, URISyntaxException {
    List<String> path = new ArrayList<>(modules());
    path.add(place(EdgeChild.class));
    String classPath = String.join(File.pathSeparator, path);
    assertThat(java(List.of("-cp", classPath, EdgeChild.class.getName()))).endsWith(ANSWER);
  }

  @Test
  void onTheModulePath() throws IOException, InterruptedException, URISyntaxException {
    String format = "dev.lanewise.loader.format";
    assertThat(
            java(
                List.of(
                    "--module-path",
                    String.join(File.pathSeparator, modules()),
                    "--patch-module",
                    format + "=" + place(EdgeChild.class),
                    "--module",
                    format + "/" + EdgeChild.class.getName())))
        .endsWith(ANSWER);
  }

  @Test
  void inTwoClassLoadersOfOneJvm()
      throws IOException, ReflectiveOperationException, URISyntaxException {
    List<String> path = new ArrayList<>(modules());
    path.add(place(EdgeChild.class));
    URL[] urls = path.stream().map(EdgeTest::url).toArray(URL[]::new);
    try (URLClassLoader one = new URLClassLoader(urls, null);
        URLClassLoader two = new URLClassLoader(urls, null)) {
      assertThat(answer(one)).isEqualTo(ANSWER);
      assertThat(answer(two)).isEqualTo(ANSWER);
      String model = Model.class.getName();
      assertThat(one.loadClass(model)).isNotSameAs(two.loadClass(model));
    }
  }

  private static Object answer(ClassLoader loader)
      throws ReflectiveOperationException, InvocationTargetException {
    return loader.loadClass(EdgeChild.class.getName()).getMethod("answer").invoke(null);
  }

  private static URL url(String file) {
    try {
      return Path.of(file).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(file, e);
    }
  }
}
