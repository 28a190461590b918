package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.loader.onnx.Tolerance;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What we write as ONNX gives the same in ONNX Runtime as what we read. */
class OnnxExportTest {
  @TempDir Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> models() {
    return tests(SharedData.require("data/models"), Tolerance.MODEL);
  }

  @TestFactory
  Stream<DynamicTest> operators() {
    Path root = SharedData.require("data/onnx-conformance");
    return Stream.of("node", "simple", "pytorch-converted", "pytorch-operator")
        .flatMap(category -> tests(root.resolve(category), Tolerance.CONFORMANCE));
  }

  private Stream<DynamicTest> tests(Path root, Tolerance tolerance) {
    return TestCase.find(root).stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> test(c, tolerance)));
  }

  private void test(TestCase c, Tolerance tolerance) {
    Graph graph;
    try {
      graph = OnnxLoader.load(c.model());
    } catch (UnsupportedModelException e) {
      Assumptions.abort("cannot be read: " + e.getMessage());
      return;
    }
    Assumptions.assumeTrue(
        Stream.concat(graph.inputs().stream(), graph.outputs().stream())
            .allMatch(OnnxExportTest::canBeHandedOver),
        "ONNX Runtime's Java interface does not take its types");
    Assumptions.assumeTrue(graph.nodes().stream().allMatch(n -> n.op().isPure()), "random");
    List<Datum> inputs = c.read(c.dataSets().get(0), graph).inputs();
    List<Datum> expected;
    try {
      expected = run(c.model(), graph, inputs);
    } catch (IllegalStateException e) {
      Assumptions.abort("ONNX Runtime does not run the original: " + e.getMessage());
      return;
    }
    Path written = folder.resolve(c.name() + ".onnx");
    OnnxWriter.write(graph, written);
    List<Datum> actual = run(written, graph, inputs);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(tolerance.compare(actual.get(i), expected.get(i)).message()).isEmpty();
    }
  }

  private static boolean canBeHandedOver(Value v) {
    return v.type() instanceof TensorType t && OrtTensors.DTYPES.contains(t.dtype());
  }

  private static List<Datum> run(Path model, Graph graph, List<Datum> inputs) {
    List<String> names = graph.inputs().stream().map(Value::name).toList();
    try (Contender runtime = Peer.ONNXRUNTIME.load(model, names, inputs, 1)) {
      return runtime.outputs();
    }
  }
}
