package dev.lanewise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Sample models, cases and data sets that are too large for the repository. They lie in the folder
 * named by the system property {@code lanewise.shared}, else by the environment variable {@code
 * LANEWISE_SHARED}, else in {@code shared} beside the repository.
 */
public final class SharedData {
  private SharedData() {}

  /**
   * A file or folder below the shared folder. Where it does not exist, the test that asks for it is
   * skipped, with a line on standard output that says so; with the environment variable {@code CI}
   * set it fails instead.
   *
   * @param relative path below the shared folder, with slashes
   */
  public static Path require(String relative) {
    if (!Files.exists(folder().resolve(relative))) {
      System.out.println("NOT TESTED: needs shared data, " + relative);
    }
    return require(folder(), relative, System.getenv("CI") != null);
  }

  static Path require(Path folder, String relative, boolean mustExist) {
    Path path = folder.resolve(relative);
    if (Files.exists(path)) {
      return path;
    }
    String message = "no shared data at " + path + " (set -Dlanewise.shared=FOLDER)";
    if (mustExist) {
      Assertions.fail(message);
    }
    Assumptions.abort(message);
    return path;
  }

  /** The shared folder, whether it exists or not. */
  public static Path folder() {
    String given = System.getProperty("lanewise.shared", System.getenv("LANEWISE_SHARED"));
    return given != null ? Path.of(given) : repository().resolveSibling("shared");
  }

  /** The root of the repository: the nearest folder upwards that holds {@code mvnw}. */
  public static Path repository() {
    try {
      Path here = Path.of("").toRealPath();
      for (Path at = here; at != null; at = at.getParent()) {
        if (Files.exists(at.resolve("mvnw"))) {
          return at;
        }
      }
      throw new IllegalStateException("no folder with mvnw at or above " + here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
