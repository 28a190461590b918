package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.Datum;
import dev.lanewise.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A Keras model compiles to the same steps as the same model in ONNX. */
class KerasTwinTest {
  private static final String TWIN = "twin.onnx";

  @TempDir Path folder = Path.of("");

  /** What the steps of a plan do, without the names of their values. */
  private static List<String> steps(Graph graph, Path file, KernelChoice kernels) {
    Model model = Model.of(graph);
    Datum[] inputs = SampleInputs.of(file, model).values().toArray(new Datum[0]);
    try (Session session =
        model.newSession(SessionOptions.defaults().withKernels(kernels).withThreads(1))) {
      return session.planSummary(inputs).steps().stream()
          .map(step -> step.operator() + " " + step.kernel() + " " + step.output())
          .toList();
    }
  }

  private List<String> check(Path path, KernelChoice kernels) {
    Path file = ModelFile.file(path);
    Graph graph = ModelFile.load(file);
    Path twin = folder.resolve(TWIN);
    OnnxWriter.write(graph, twin);
    List<String> steps = steps(graph, file, kernels);
    assertThat(steps).as(path.toString()).isEqualTo(steps(OnnxLoader.load(twin), file, kernels));
    return steps;
  }

  /**
   * How many transpositions are needed at inputs and outputs, in the plan, and in the file, where
   * those that do not move anything and those of shuffles count too.
   */
  @ParameterizedTest
  @CsvSource({
    "lenet, 2, 2",
    "resnet18, 1, 1",
    "mobilenet-v2, 1, 1",
    "mobilenet-v3-large, 1, 1",
    "squeezenet1.1, 1, 1",
    "efficientnet-lite0, 1, 1",
    "unet-small, 2, 2",
    "shufflenet-v2, 1, 17"
  })
  void channelsAreMovedAtTheEdgesOnly(String name, int transposes, int inFile) {
    Path model = SharedData.repository().resolve("models").resolve(name);
    List<String> steps = check(model, KernelChoice.VECTOR);
    assertThat(steps.stream().filter(s -> s.startsWith("Transpose")))
        .as(String.join("\n", steps))
        .hasSizeLessThanOrEqualTo(transposes);
    Graph written = OnnxLoader.load(folder.resolve(TWIN));
    assertThat(written.nodes().stream().filter(n -> n.op() instanceof Transpose))
        .as("transpositions in the file")
        .hasSizeLessThanOrEqualTo(inFile);
  }

  @ParameterizedTest
  @EnumSource(
      value = KernelChoice.class,
      names = {"VECTOR", "SCALAR"})
  void sharedModelsHaveTheStepsOfTheirTwins(KernelChoice kernels) {
    List<TestCase> cases = TestCase.find(SharedData.require("data/keras"));
    assertThat(cases).hasSize(7);
    for (TestCase c : cases) {
      check(c.model(), kernels);
    }
  }

  @ParameterizedTest
  @CsvSource({"minilm-l6", "gpt-block", "lstm-2x512", "mlp-3x1024-batch32"})
  void sequencesHaveTheStepsOfTheirTwins(String name) {
    check(SharedData.repository().resolve("models").resolve(name), KernelChoice.VECTOR);
  }
}
