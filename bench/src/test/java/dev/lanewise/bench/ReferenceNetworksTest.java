package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.SessionOptions;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configurations in {@code models/}, by way of our export, and the trained models there give in
 * ONNX Runtime what they give here. Without {@code -Psweep} only those that take little time.
 */
class ReferenceNetworksTest {
  private static final Path MODELS = SharedData.repository().resolve("models");

  private static final Set<String> LARGE =
      Set.of(
          "vgg16",
          "resnet18",
          "resnet50",
          "bert-base",
          "minilm-l6",
          "yolo-tiny-416",
          "efficientnet-b0",
          "efficientnet-lite0",
          "mobilenet-v1",
          "mobilenet-v3-large",
          "mlp-3x1024-batch256");

  /** Outputs may differ by this part of the spread of their numbers. */
  private static final double PART_OF_SPREAD = 1e-3;

  static List<Path> networks() throws IOException {
    boolean all = Boolean.getBoolean("lanewise.sweep");
    try (Stream<Path> folders = Files.list(MODELS)) {
      return folders
          .flatMap(folder -> Stream.of("config.json", "model.onnx").map(folder::resolve))
          .filter(Files::exists)
          .filter(file -> all || !LARGE.contains(Subject.name(file)))
          .sorted()
          .toList();
    }
  }

  @Test
  void theLargeOnesExist() {
    assertThat(LARGE).allMatch(name -> Files.exists(MODELS.resolve(name).resolve("config.json")));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeGivesTheSame(Path file) {
    try (Subject subject = Subject.load(file);
        LanewiseContender ours =
            new LanewiseContender(subject.model(), subject.inputs(), SessionOptions.defaults());
        Contender theirs = Peer.ONNXRUNTIME.load(subject, 1)) {
      assertThat(subject.name()).isEqualTo(file.getParent().getFileName().toString());
      List<Datum> got = ours.outputs();
      List<Datum> want = theirs.outputs();
      assertThat(got).hasSameSizeAs(want);
      for (int i = 0; i < got.size(); i++) {
        check((Tensor) got.get(i), (Tensor) want.get(i));
      }
    }
  }

  private static void check(Tensor got, Tensor want) {
    assertThat(got.shape()).isEqualTo(want.shape());
    double[] ours = got.toDoubles();
    double[] theirs = want.toDoubles();
    double spread =
        Arrays.stream(theirs).max().orElseThrow() - Arrays.stream(theirs).min().orElseThrow();
    double largest = Arrays.stream(theirs).map(Math::abs).max().orElseThrow();
    if (theirs.length == 1) {
      spread = largest;
    }
    assertThat(spread).as("numbers that tell something").isGreaterThan(1e-2 * largest);
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= PART_OF_SPREAD * spread)) {
        throw new AssertionError(
            "element " + i + " is " + ours[i] + ", not " + theirs[i] + "; spread " + spread);
      }
    }
  }
}
