package dev.lanewise.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How to start another JVM like this one. */
final class JvmCommand {
  private JvmCommand() {}

  /** The command for a main class of ours, to which arguments may be added. */
  static List<String> of(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options().forEach(command::add);
    String modules = System.getProperty("jdk.module.path");
    if (modules == null) {
      command.addAll(
          List.of(
              "--add-modules",
              "jdk.incubator.vector",
              "-cp",
              System.getProperty("java.class.path", ""),
              main.getName()));
    } else {
      command.addAll(
          List.of(
              "--add-modules",
              "ALL-MODULE-PATH",
              "--module-path",
              modules,
              "--module",
              main.getModule().getName() + "/" + main.getName()));
    }
    return command;
  }

  /**
   * The command for a main class of ours as users start theirs: everything on the class path.
   *
   * @param vectors whether the module of the Vector API is turned on
   */
  static List<String> onClassPath(Class<?> main, boolean vectors) {
    String path =
        Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
            .filter(p -> p != null && !p.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options().forEach(command::add);
    if (vectors) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    } else {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", path, main.getName()));
    return command;
  }

  /** Options of this JVM that change how it runs. */
  static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("-X"))
        .toList();
  }
}
