package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configurations in {@code models/} are what the builder gives for the reference networks. With
 * {@code -Dlanewise.models.write=true} they are written anew.
 */
class ReferenceNetworksTest {
  private static final Path MODELS = SharedData.repository().resolve("models");

  private static final Map<String, Network> NETWORKS = new TreeMap<>();

  static {
    NETWORKS.putAll(ImageNetworks.all());
    NETWORKS.putAll(SequenceNetworks.all());
  }

  /**
   * Numbers of trainable parameters that the authors, or the collections of models that people
   * compare with, state for these networks.
   */
  private static final Map<String, Integer> PUBLISHED =
      Map.ofEntries(
          Map.entry("lenet", 61_706),
          Map.entry("vgg16", 138_357_544),
          Map.entry("resnet18", 11_689_512),
          Map.entry("resnet50", 25_557_032),
          Map.entry("squeezenet1.1", 1_235_496),
          Map.entry("mobilenet-v1", 4_231_976),
          Map.entry("mobilenet-v2", 3_504_872),
          Map.entry("mobilenet-v3-large", 5_483_032),
          Map.entry("efficientnet-b0", 5_288_548),
          Map.entry("efficientnet-lite0", 4_652_008),
          Map.entry("shufflenet-v2", 2_278_604),
          // With the moving averages: 15,867,885.
          Map.entry("yolo-tiny-416", 15_861_773),
          Map.entry("mlp-784-512-10", 407_050),
          Map.entry("minilm-l6", 22_713_216),
          Map.entry("bert-base", 109_482_240),
          Map.entry("gpt-block", 7_087_872));

  /** Networks nobody has published, by the formulas of their layers. */
  private static final Map<String, Integer> COUNTED =
      Map.of(
          "mlp-3x1024", 3 * (1024 * 1024 + 1024),
          "mlp-3x1024-batch32", 3 * (1024 * 1024 + 1024),
          "mlp-3x1024-batch256", 3 * (1024 * 1024 + 1024),
          "lstm-2x512", 2 * (4 * 512 * (512 + 512 + 1)),
          "unet-small", unet());

  private static int unet() {
    int sum = 16 + 1;
    int[] widths = {3, 16, 32, 64, 128};
    for (int i = 1; i < widths.length; i++) {
      int in = widths[i - 1];
      int width = widths[i];
      // Two 3×3 convolutions with gamma and beta down, and except at the bottom the same up.
      sum += 9 * (in * width + width * width) + 4 * width;
      if (i < 4) {
        sum += 4 * 2 * width * width + width + 9 * (2 * width * width + width * width) + 4 * width;
      }
    }
    return sum;
  }

  static Set<String> names() {
    return NETWORKS.keySet();
  }

  @Test
  void everyFolderIsAReferenceNetworkAndListed() throws IOException {
    Set<String> counted = new TreeSet<>(PUBLISHED.keySet());
    counted.addAll(COUNTED.keySet());
    assertThat(counted).isEqualTo(names());
    try (Stream<Path> files = Files.list(MODELS)) {
      Stream<Path> folders = files.filter(Files::isDirectory).filter(folder -> !isTrained(folder));
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names());
    }
    String page = Files.readString(MODELS.resolve("README.md"));
    for (String name : names()) {
      String row = "| `" + name + "` | ";
      assertThat(page).contains(row);
      String line = page.substring(page.indexOf(row));
      line = line.substring(0, line.indexOf('\n'));
      assertThat(line).contains(String.format(Locale.ROOT, "| %,d |", parameters(name)));
    }
  }

  /** Whether a folder holds a system that is trained, which has tests of its own. */
  private static boolean isTrained(Path folder) {
    try {
      return ModelConfig.parse(Files.readString(folder.resolve("config.json")))
          .rest()
          .has("compile_config");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long parameters(String name) {
    return PUBLISHED.getOrDefault(name, COUNTED.getOrDefault(name, 0));
  }

  @ParameterizedTest
  @MethodSource("names")
  void configurationsLoadAndBuild(String name) throws IOException {
    Network network = NETWORKS.get(name);
    Path file = MODELS.resolve(name).resolve("config.json");
    if (Boolean.getBoolean("lanewise.models.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text(ModelConfig.of(network)));
    }
    ModelConfig read = ModelConfig.parse(Files.readString(file));
    assertThat(read.network()).isEqualTo(network);
    assertThat(text(read)).isEqualTo(Files.readString(file));
    Graph graph = read.network().toGraph(VariableSource.initial(1));
    assertThat(graph.outputs()).hasSameSizeAs(network.outputNames());
    long trainable =
        network.variables().stream()
            .filter(Variable::trainable)
            .mapToLong(v -> v.shape().size())
            .sum();
    assertThat(trainable).isEqualTo(parameters(name));
    assertThat(network.summary())
        .contains(String.format(Locale.ROOT, "Trainable params: %,d", trainable));
  }

  /** A configuration with one layer per line. */
  private static String text(ModelConfig config) {
    ObjectNode json = config.toJson();
    StringBuilder lines = new StringBuilder();
    for (JsonNode layer : json.path("config").path("layers")) {
      lines.append(lines.isEmpty() ? "\n" : ",\n").append(layer);
    }
    ((ObjectNode) json.path("config")).put("layers", "@");
    return json.toString().replace("\"@\"", "[" + lines + "]") + "\n";
  }
}
