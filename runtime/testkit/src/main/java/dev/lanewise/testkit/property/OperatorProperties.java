package dev.lanewise.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Op;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Random cases of every operator. {@code -Dlanewise.operator=NAME} picks one, {@code
 * -Dlanewise.trials=N} says how many cases each gets, {@code -Dlanewise.seed=S} runs a single one.
 */
public abstract class OperatorProperties {
  /** Operators whose arguments are graphs or that only exist inside plans, with their tests. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "If", "ControlCases",
          "Loop", "ControlCases",
          "Scan", "ControlCases",
          "SequenceMap", "ControlCases",
          "Reorder", "made by the layout pass around every convolved argument",
          "Requantize", "made from QLinearConv and QLinearMatMul",
          "ImageDecoder", "needs decoders, which are tested with them");

  private static final int TRIALS = 6;

  private static Stream<OpProperty> properties() {
    String only = System.getProperty("lanewise.operator", "");
    return Properties.all().stream()
        .filter(p -> only.isEmpty() || p.operator().getSimpleName().equals(only));
  }

  private interface Check {
    void run(OpProperty property, long seed);
  }

  private static Stream<DynamicTest> tests(Check check) {
    Long seed = Long.getLong("lanewise.seed");
    int trials = Integer.getInteger("lanewise.trials", TRIALS);
    return properties()
        .map(
            p ->
                DynamicTest.dynamicTest(
                    p.operator().getSimpleName(),
                    () -> {
                      if (seed != null) {
                        check.run(p, seed);
                        return;
                      }
                      for (int i = 0; i < trials; i++) {
                        check.run(p, p.operator().getSimpleName().hashCode() * 1000L + i);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> allPathsAgree() {
    return tests(PropertyCheck::agree);
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrongIsRefusedByName() {
    return tests(PropertyCheck::refuse);
  }

  @Test
  void everyOperatorHasProperties() throws IOException, URISyntaxException {
    Set<String> covered =
        Properties.all().stream()
            .map(p -> p.operator().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(operators()).isNotEmpty();
    assertThat(operators())
        .filteredOn(name -> !covered.contains(name) && !ELSEWHERE.containsKey(name))
        .isEmpty();
  }

  private static List<String> operators() throws IOException, URISyntaxException {
    String folder = "dev/lanewise/op";
    URI file = Objects.requireNonNull(Op.class.getResource("/dev/lanewise/op/Add.class")).toURI();
    if (!file.getScheme().equals("jar")) {
      return operators(Objects.requireNonNull(Path.of(file).getParent()));
    }
    try (FileSystem jar = FileSystems.newFileSystem(file, Map.of())) {
      return operators(jar.getPath(folder));
    }
  }

  private static List<String> operators(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path f : files.toList()) {
        String name = f.getFileName().toString().replace(".class", "");
        if (!name.contains("$") && !name.contains("-") && isOperator(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static boolean isOperator(String name) {
    try {
      Class<?> type = Class.forName("dev.lanewise.op." + name);
      return type.isRecord() && Op.class.isAssignableFrom(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
