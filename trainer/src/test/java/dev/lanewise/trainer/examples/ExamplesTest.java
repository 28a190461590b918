package dev.lanewise.trainer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Shape;
import dev.lanewise.testkit.SharedData;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.CompileConfig;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.MeanSquaredError;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.Optimizer;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.OneHotLabels;
import dev.lanewise.trainer.data.SpokenDigits;
import dev.lanewise.trainer.data.Subset;
import dev.lanewise.trainer.data.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The examples are the configurations in {@code models/}, and learn. */
class ExamplesTest {
  private static final SessionOptions OPTIONS =
      SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1);

  static Stream<Arguments> systems() {
    Objective moons = TwoMoons.objective(new Adam(0.02));
    return Stream.of(
        system("mnist-mlp", MnistMlp.network(), MnistMlp.objective(), 407_050),
        system("mnist-cnn", MnistCnn.network(), MnistCnn.objective(), 93_322),
        system("mnist-mlp-32", MnistMlp32.network(), MnistMlp32.objective(), 25_450),
        system("mnist-convnet", MnistConvnet.network(), MnistConvnet.objective(), 34_826),
        system("two-moons", TwoMoons.network(), moons, 41),
        system("two-moons-sgd", TwoMoons.network(), TwoMoons.objective(new Sgd(0.1, 0.9)), 41),
        system("abalone-infants", AbaloneInfants.network(), AbaloneInfants.objective(), 101),
        system("abalone-age", AbaloneAge.network(), AbaloneAge.objective(), 897),
        system("iris", Iris.network(), Iris.objective(), 131),
        system("spoken-digits", SpokenDigitsLstm.network(), SpokenDigitsLstm.objective(), 107_226),
        system(
            "pointer-transformer",
            PointerTransformer.network(),
            PointerTransformer.objective(),
            13_508));
  }

  private static Arguments system(
      String folder, Network network, Objective objective, long parameters) {
    return Arguments.of(folder, network, objective, parameters);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("systems")
  void theConfigurationSaysTheSame(
      String folder, Network network, Objective objective, long parameters) throws IOException {
    Path file = SharedData.repository().resolve("models").resolve(folder).resolve("config.json");
    ModelConfig config = ModelConfig.parse(Files.readString(file));
    String wanted = text(network, config.rest().path("compile_config"));
    if (Boolean.getBoolean("lanewise.models.write")) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file)).isEqualTo(wanted);
    assertThat(CompileConfig.read(config.rest().path("compile_config"))).isEqualTo(objective);
    long trained =
        network.variables().stream()
            .filter(Variable::trainable)
            .mapToLong(v -> v.shape().size())
            .sum();
    assertThat(trained).isEqualTo(parameters);
  }

  /** A configuration with one layer per line. */
  private static String text(Network network, JsonNode compileConfig) {
    ObjectNode json = ModelConfig.of(network).toJson();
    StringBuilder lines = new StringBuilder();
    for (JsonNode layer : json.path("config").path("layers")) {
      lines.append(lines.isEmpty() ? "\n" : ",\n").append(layer);
    }
    ((ObjectNode) json.path("config")).put("layers", "@layers");
    json.put("compile_config", "@compile");
    return json.toString()
            .replace("\"@layers\"", "[" + lines + "]")
            .replace("\"@compile\"", "\n" + compileConfig)
        + "\n";
  }

  private static Map<String, Double> train(
      Network network, Objective objective, Dataset train, Dataset test, int epochs, int batch) {
    try (TrainableModel model = TrainableModel.of(network, 1, OPTIONS)) {
      model.compile(objective);
      model.fit(train, FitOptions.epochs(epochs).withBatchSize(batch));
      return model.evaluate(test, 100);
    }
  }

  @Test
  void twoMoons() {
    for (Optimizer optimizer : List.of(new Adam(0.02), new Sgd(0.1, 0.9))) {
      Map<String, Double> results =
          train(
              TwoMoons.network(),
              TwoMoons.objective(optimizer),
              SyntheticData.twoMoons(1000, 0.2, 1),
              SyntheticData.twoMoons(1000, 0.2, 2),
              100,
              32);
      assertThat(results).containsOnlyKeys("loss", "accuracy");
      assertThat(results.get("accuracy")).as("%s", optimizer).isGreaterThan(0.95);
      assertThat(results.get("loss")).as("%s", optimizer).isLessThan(0.15);
    }
  }

  @Test
  void abaloneInfants() {
    Dataset data = AbaloneInfants.read(SharedData.require("data/tabular/abalone.csv"));
    List<Dataset> parts = Subset.split(data, 0.2, 1);
    for (Optimizer optimizer : List.of(new Adam(0.01), new Sgd(0.1, 0.9))) {
      Map<String, Double> results =
          train(
              AbaloneInfants.network(),
              TwoMoons.objective(optimizer),
              parts.get(0),
              parts.get(1),
              15,
              32);
      // Two thirds are none.
      assertThat(results.get("accuracy")).as("%s", optimizer).isGreaterThan(0.78);
      assertThat(results.get("loss")).as("%s", optimizer).isLessThan(0.5);
    }
  }

  @Test
  void abaloneAge() {
    Dataset data = AbaloneAge.read(SharedData.require("data/tabular/abalone.csv"));
    List<Dataset> parts = Subset.split(data, 0.2, 1);
    Map<String, Double> results =
        train(AbaloneAge.network(), AbaloneAge.objective(), parts.get(0), parts.get(1), 30, 32);
    // The variance of the label is 10.4.
    assertThat(results.get("loss")).isLessThan(5.5);
    assertThat(results.get("mean_absolute_error")).isLessThan(1.7);
  }

  @Test
  void irises() {
    Dataset data = Iris.read(SharedData.require("data/tabular/iris.data"));
    List<Dataset> parts = Subset.split(data, 0.2, 1);
    Map<String, Double> results =
        train(Iris.network(), Iris.objective(), parts.get(0), parts.get(1), 60, 16);
    assertThat(results.get("accuracy")).isGreaterThan(0.85);
  }

  @Test
  void pointers() {
    Map<String, Double> results =
        train(
            PointerTransformer.network(),
            PointerTransformer.objective(),
            SyntheticData.pointers(4000, 8, 4, 1),
            SyntheticData.pointers(500, 8, 4, 2),
            8,
            64);
    assertThat(results.get("accuracy")).isGreaterThan(0.95);
  }

  @Test
  void spokenDigits() {
    Path zip = SharedData.require("data/fsdd/fsdd-recordings-0-9.zip");
    Map<String, Double> results =
        train(
            SpokenDigitsLstm.network(),
            SpokenDigitsLstm.objective(),
            SpokenDigitsLstm.changed(SpokenDigits.train(zip)),
            SpokenDigits.test(zip),
            8,
            16);
    assertThat(results.get("accuracy")).isGreaterThan(0.5);
  }

  @Test
  void handwrittenDigits() {
    Path folder = SharedData.require("data/mnist");
    Dataset rows = Mnist.read(folder, "t10k", Shape.of(784));
    Dataset pictures = new OneHotLabels(Mnist.read(folder, "t10k", Shape.of(28, 28, 1)), 10);
    // A part of the smaller file, so that it takes seconds; docs/results has the whole trainings.
    Map<String, Double> mlp =
        train(
            MnistMlp.network(),
            MnistMlp.objective(),
            rows.slice(0, 4000),
            rows.slice(4000, 5000),
            3,
            64);
    assertThat(mlp.get("accuracy")).isGreaterThan(0.85);
    Map<String, Double> small =
        train(
            MnistMlp32.network(),
            MnistMlp32.objective(),
            rows.slice(0, 8000),
            rows.slice(8000, 10_000),
            4,
            32);
    assertThat(small.get("accuracy")).isGreaterThan(0.88);
    Map<String, Double> convnet =
        train(
            MnistConvnet.network(),
            MnistConvnet.objective(),
            MnistConvnet.changed(pictures.slice(0, 2000)),
            pictures.slice(2000, 2500),
            2,
            64);
    assertThat(convnet.get("accuracy")).isGreaterThan(0.6);
    Map<String, Double> cnn =
        train(
            MnistCnn.network(),
            MnistCnn.objective(),
            pictures.slice(0, 2000),
            pictures.slice(2000, 2500),
            1,
            32);
    assertThat(cnn.get("accuracy")).isGreaterThan(0.6);
    try (DenseClassifier classifier = new DenseClassifier(784, 32, 10, 1, OPTIONS)) {
      classifier.train(rows.slice(0, 8000), 4);
      assertThat(classifier.accuracy(rows.slice(8000, 10_000))).isGreaterThan(0.88);
    }
  }

  @Test
  void theExclusiveOrOfTheConfigurationIsThatOfTheClass() throws IOException {
    Path file = SharedData.repository().resolve("models/xor/config.json");
    ModelConfig config = ModelConfig.parse(Files.readString(file));
    Objective objective = CompileConfig.read(config.rest().path("compile_config"));
    assertThat(objective.optimizer()).isEqualTo(new Sgd(0.2));
    assertThat(objective.loss()).isEqualTo(new MeanSquaredError());
    Map<String, Double> results =
        train(config.network(), objective, SyntheticData.xor(), SyntheticData.xor(), 1000, 4);
    assertThat(results.get("binary_accuracy")).isEqualTo(1);
    assertThat(results.get("loss")).isLessThan(0.05);
  }
}
