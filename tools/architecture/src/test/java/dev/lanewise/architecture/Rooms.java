package dev.lanewise.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rooms of the house, and which others each of them may know. */
final class Rooms {
  static final String ROOT = "dev.lanewise";

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** The packages of lanewise-runtime. */
  static final Set<String> CORE =
      Set.of(
          "dev.lanewise",
          "dev.lanewise.error",
          "dev.lanewise.gradient",
          "dev.lanewise.graph",
          "dev.lanewise.image",
          "dev.lanewise.kernel",
          "dev.lanewise.kernel.scalar",
          "dev.lanewise.op",
          "dev.lanewise.pass",
          "dev.lanewise.plan",
          "dev.lanewise.tensor");

  private static final Set<String> FORMAT =
      Set.of(
          "dev.lanewise",
          "dev.lanewise.error",
          "dev.lanewise.graph",
          "dev.lanewise.loader.operators",
          "dev.lanewise.op",
          "dev.lanewise.tensor");

  /**
   * From a room to the rooms it may know. A room is a package with all packages below it that are
   * not rooms themselves. The scalar back end is known to the façade, as what is always there, and
   * to the vector one, which leaves to it what vectors do not speed up.
   */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("dev.lanewise.error", Set.of()),
          entry("dev.lanewise.tensor", Set.of("dev.lanewise.error")),
          entry("dev.lanewise.image", Set.of("dev.lanewise.error")),
          entry("dev.lanewise.kernel", Set.of("dev.lanewise.error")),
          entry("dev.lanewise.kernel.scalar", Set.of("dev.lanewise.error", "dev.lanewise.kernel")),
          entry(
              "dev.lanewise.graph",
              Set.of("dev.lanewise.error", "dev.lanewise.kernel", "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.op",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.image",
                  "dev.lanewise.kernel",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.gradient",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.op",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.pass",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.op",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.plan",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.kernel.scalar",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.plan",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.vector",
              Set.of("dev.lanewise.error", "dev.lanewise.kernel", "dev.lanewise.kernel.scalar")),
          entry("dev.lanewise.testkit", CORE),
          entry(
              "dev.lanewise.loader.operators",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.gradient",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.op",
                  "dev.lanewise.tensor")),
          entry("dev.lanewise.loader.format", FORMAT),
          entry("dev.lanewise.loader.onnx", FORMAT),
          entry("dev.lanewise.loader.image", Set.of("dev.lanewise.error", "dev.lanewise.image")),
          entry(
              "dev.lanewise.layers",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.loader.keras",
              Set.of(
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.layers",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.trainer",
              Set.of(
                  "dev.lanewise",
                  "dev.lanewise.error",
                  "dev.lanewise.gradient",
                  "dev.lanewise.graph",
                  "dev.lanewise.image",
                  "dev.lanewise.kernel",
                  "dev.lanewise.layers",
                  "dev.lanewise.loader.format",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.plan",
                  "dev.lanewise.tensor")),
          entry(
              "dev.lanewise.cli",
              Set.of(
                  "dev.lanewise",
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.layers",
                  "dev.lanewise.loader.format",
                  "dev.lanewise.loader.keras",
                  "dev.lanewise.loader.onnx",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.plan",
                  "dev.lanewise.tensor",
                  "dev.lanewise.trainer")),
          entry(
              "dev.lanewise.bench",
              Set.of(
                  "dev.lanewise",
                  "dev.lanewise.cli",
                  "dev.lanewise.error",
                  "dev.lanewise.graph",
                  "dev.lanewise.kernel",
                  "dev.lanewise.kernel.scalar",
                  "dev.lanewise.layers",
                  "dev.lanewise.loader.onnx",
                  "dev.lanewise.op",
                  "dev.lanewise.pass",
                  "dev.lanewise.plan",
                  "dev.lanewise.tensor",
                  "dev.lanewise.trainer",
                  "dev.lanewise.vector")));

  private Rooms() {}

  static boolean mayKnow(String room, String other) {
    return room.equals(other) || MAY_KNOW.getOrDefault(room, Set.of()).contains(other);
  }

  /** The room a class is in; none for a class that is not ours or whose package nobody placed. */
  static Optional<String> of(JavaClass type) {
    String name = type.getPackageName();
    while (name.startsWith(ROOT)) {
      if (MAY_KNOW.containsKey(name)) {
        boolean placed = !name.equals(ROOT) || type.getPackageName().equals(ROOT);
        return placed ? Optional.of(name) : Optional.empty();
      }
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return Optional.empty();
  }
}
