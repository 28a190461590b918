package dev.lanewise.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Options of this JVM that change how it runs. */
  static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("-X"))
        .toList();
  }
}
