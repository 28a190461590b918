package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about adding an operator shows is what the sources hold. */
class AddingAnOperatorTest {
  private static final Pattern FILE_OR_CODE =
      Pattern.compile("`([\\w/]+\\.(?:java|md))`|```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void shownLinesAreThere() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    String page = Files.readString(root.resolve("docs/adding-an-operator.md"));
    Matcher matcher = FILE_OR_CODE.matcher(page);
    String source = "";
    int blocks = 0;
    for (MatchResult found : (Iterable<MatchResult>) matcher.results()::iterator) {
      if (found.group(1) != null) {
        source = squeezed(Files.readString(root.resolve(found.group(1))));
      } else {
        assertThat(source).contains(squeezed(found.group(2)));
        blocks++;
      }
    }
    assertThat(blocks).isEqualTo(3);
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
