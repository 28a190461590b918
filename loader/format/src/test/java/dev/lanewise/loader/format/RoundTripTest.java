package dev.lanewise.loader.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Node;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.loader.onnx.Tolerance;
import dev.lanewise.tensor.Datum;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models give the same answers after a way through our own format and through ONNX.
 *
 * <p>With {@code -Psweep} all models, else small ones.
 */
class RoundTripTest {
  private static final boolean ALL = Boolean.getBoolean("lanewise.sweep");
  private static final long SMALL = 300_000;
  private static final Tolerance EXACT = new Tolerance(0, 0, 0, false, 0, 0);

  @TempDir Path folder = Path.of("");

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> models() {
    return TestCase.find(SharedData.require("data/models")).stream()
        .filter(c -> ALL || size(c.model()) < SMALL)
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> model(c)));
  }

  private void model(TestCase c) {
    Graph graph = OnnxLoader.load(c.model());
    Path own = folder.resolve(c.name() + ".lanewise");
    LanewiseWriter.write(graph, WriteOptions.DEFAULT, own);
    Path onnx = folder.resolve(c.name() + ".onnx");
    OnnxWriter.write(graph, onnx);
    TestCase.DataSet data = c.read(c.dataSets().get(0), graph);
    List<Datum> expected = run(graph, data.inputs());
    equal(run(LanewiseFile.open(own).graph(), data.inputs()), expected);
    equal(run(OnnxLoader.load(onnx), data.inputs()), expected);
  }

  private static List<Datum> run(Graph graph, List<Datum> inputs) {
    try (Session session = Model.of(graph).newSession()) {
      @Nullable Datum[] outputs = new Datum[graph.outputs().size()];
      session.run(inputs.toArray(new Datum[0]), outputs);
      return List.of(outputs);
    }
  }

  private static void equal(List<Datum> actual, List<Datum> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(EXACT.compare(actual.get(i), expected.get(i)).message()).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> conformanceCases() {
    Path root = SharedData.require("data/onnx-conformance");
    return Stream.of("node", "simple", "pytorch-converted", "pytorch-operator")
        .flatMap(category -> TestCase.find(root.resolve(category)).stream())
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> conformance(c)));
  }

  private static void conformance(TestCase c) {
    Graph graph;
    try {
      graph = OnnxLoader.load(c.model());
    } catch (UnsupportedModelException e) {
      Assumptions.abort("cannot be read from ONNX: " + e.getMessage());
      return;
    }
    Assumptions.assumeTrue(graph.nodes().stream().allMatch(RoundTripTest::isPure), "random");
    TestCase.DataSet data = c.read(c.dataSets().get(0), graph);
    Graph read = LanewiseFile.of(Samples.bytes(graph, WriteOptions.DEFAULT)).graph();
    equal(Interpreter.run(read, data.inputs()), Interpreter.run(graph, data.inputs()));
  }

  private static boolean isPure(Node node) {
    return node.op().isPure();
  }
}
