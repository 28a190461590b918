package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.tensor.Datum;
import dev.lanewise.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference evaluation of every operator against the ONNX backend tests, before and after the
 * model was written to a file again. {@link CaseScope} lists what is not compared as it stands.
 *
 * <p>{@code -Dlanewise.cases=REGEX} picks cases by name.
 */
class OnnxConformanceTest {
  @TestFactory
  Stream<DynamicTest> backendTests() {
    String pattern = System.getProperty("lanewise.cases", "");
    Path root = SharedData.require("data/onnx-conformance");
    return Stream.of("node", "simple", "pytorch-converted", "pytorch-operator")
        .flatMap(category -> TestCase.find(root.resolve(category)).stream())
        .filter(c -> !isSkipped(c))
        .filter(c -> pattern.isEmpty() || c.name().matches(pattern))
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> run(c)));
  }

  private static boolean isSkipped(TestCase c) {
    CaseScope scope = CaseScope.of(c.name());
    return scope != null && scope.mode() == CaseScope.Mode.SKIP;
  }

  private static void run(TestCase c) {
    Graph graph = OnnxLoader.load(c.model());
    check(c, graph);
    check(c, OnnxLoader.load(OnnxWriter.bytes(graph)));
  }

  private static void check(TestCase c, Graph graph) {
    for (Path folder : c.dataSets()) {
      TestCase.DataSet data = c.read(folder, graph);
      List<Datum> outputs = Interpreter.run(graph, data.inputs());
      for (int i = 0; i < data.outputs().size(); i++) {
        Datum got = outputs.get(i);
        Datum want = data.outputs().get(i);
        Tolerance.Result result =
            CaseScope.of(c.name()) == null
                ? Tolerance.CONFORMANCE.compare(got, want)
                : CaseScope.draws(got, want);
        assertThat(result.message()).as("output %d of %s", i, folder).isEmpty();
      }
    }
  }
}
