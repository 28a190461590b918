package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.tensor.Datum;
import dev.lanewise.testkit.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference evaluation of every operator against the ONNX backend tests. What cannot be read
 * yet stands in a list of operators; a listed operator that can be read fails.
 *
 * <p>{@code -Dlanewise.cases=REGEX} picks cases by name.
 */
class OnnxConformanceTest {
  private static final Set<String> MISSING_OPERATORS = lines("missing-operators.txt");

  /**
   * Cases whose recorded outputs are draws of another random generator: types are compared only.
   */
  private static final Pattern RANDOM_OUTPUTS = Pattern.compile("test_bernoulli.*");

  private static final Pattern OPERATOR = Pattern.compile("operator (\\S+) of domain '([^']*)'");

  private static Set<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(OnnxConformanceTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      return new HashSet<>(reader.lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void missingOperatorsAreMissing() {
    OperatorTable table = OperatorTable.standard();
    List<String> found = MISSING_OPERATORS.stream().filter(o -> isThere(table, o)).toList();
    assertThat(found).as("these can be read; take them off missing-operators.txt").isEmpty();
  }

  private static boolean isThere(OperatorTable table, String operator) {
    int colon = operator.indexOf(':');
    String domain = operator.substring(0, Math.max(colon, 0));
    return !table.versions(domain, operator.substring(colon + 1)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> backendTests() {
    String pattern = System.getProperty("lanewise.cases", "");
    Path root = SharedData.require("data/onnx-conformance");
    return Stream.of("node", "simple", "pytorch-converted", "pytorch-operator")
        .flatMap(category -> TestCase.find(root.resolve(category)).stream())
        .filter(c -> pattern.isEmpty() || c.name().matches(pattern))
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> run(c)));
  }

  private static void run(TestCase c) {
    Graph graph;
    try {
      graph = OnnxLoader.load(c.model());
    } catch (UnsupportedModelException e) {
      List<String> operators =
          OPERATOR
              .matcher(String.valueOf(e.getMessage()))
              .results()
              .map(m -> (m.group(2).equals("ai.onnx") ? "" : m.group(2) + ":") + m.group(1))
              .toList();
      assertThat(operators).as(e.getMessage()).isNotEmpty().isSubsetOf(MISSING_OPERATORS);
      Assumptions.abort("not there yet: " + operators);
      return;
    }
    check(c, graph);
    check(c, OnnxLoader.load(OnnxWriter.bytes(graph)));
  }

  private static void check(TestCase c, Graph graph) {
    for (Path folder : c.dataSets()) {
      TestCase.DataSet data = c.read(folder, graph);
      List<Datum> outputs = Interpreter.run(graph, data.inputs());
      for (int i = 0; i < data.outputs().size(); i++) {
        if (RANDOM_OUTPUTS.matcher(c.name()).matches()) {
          assertThat(outputs.get(i).type()).isEqualTo(data.outputs().get(i).type());
          continue;
        }
        assertThat(Tolerance.CONFORMANCE.compare(outputs.get(i), data.outputs().get(i)).message())
            .as("output %d of %s", i, folder)
            .isEmpty();
      }
    }
  }
}
