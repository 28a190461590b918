package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.SharedData;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.GraphArchitecture;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ONNX file of ours learns other labels in its last layer. */
class FineTuningTest {
  private static final Path MODELS = SharedData.repository().resolve("models");
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  @TempDir Path folder = Path.of("");

  /** The sample digits, each with the next one's label. */
  private static Batch digits() {
    ImageInput images = new ImageInput(true, new float[] {0}, new float[] {1});
    float[] pixels = new float[CLASSES * SIDE * SIDE];
    long[] labels = new long[CLASSES];
    for (int digit = 0; digit < CLASSES; digit++) {
      Path file = MODELS.resolve("mnist-mlp/digits/" + digit + ".png");
      float[] image = images.read(file, Shape.of(1, 1, SIDE, SIDE)).floats();
      System.arraycopy(image, 0, pixels, digit * image.length, image.length);
      labels[digit] = (digit + 1) % CLASSES;
    }
    return Batch.of(
        List.of(Tensor.of(Shape.of(CLASSES, SIDE, SIDE, 1), pixels)),
        Tensor.of(Shape.of(CLASSES), labels));
  }

  private static int[] predicted(Tensor shares) {
    int[] classes = new int[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      for (int c = 0; c < CLASSES; c++) {
        if (shares.floats()[i * CLASSES + c] > shares.floats()[i * CLASSES + classes[i]]) {
          classes[i] = c;
        }
      }
    }
    return classes;
  }

  @Test
  void theLastLayerOfAnOnnxFileLearnsOtherLabels() {
    Graph graph = OnnxLoader.load(MODELS.resolve("mnist-cnn/model.onnx"));
    GraphArchitecture net =
        GraphArchitecture.of(graph).training(name -> name.startsWith("dense_1/"));
    Batch batch = digits();
    SessionOptions options = SessionOptions.defaults().withKernels(KernelChoice.SCALAR);
    Path tuned = folder.resolve("tuned.onnx");
    try (TrainableModel model = TrainableModel.of("tuned", net, net.samples(), 1, options)) {
      assertThat(predicted(model.predict(batch.inputs().get(0))))
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      model.compile(new Adam(0.01), new SparseCategoricalCrossentropy());
      assertThat(model.weights()).hasSize(2);
      assertThat(model.describePlan(batch)).doesNotContain("ConvWeightGradient");
      for (int step = 0; step < 150; step++) {
        model.trainOnBatch(batch);
      }
      assertThat(predicted(model.predict(batch.inputs().get(0))))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
      OnnxWriter.write(model.toGraph(), tuned);
    }
    GraphArchitecture again = GraphArchitecture.of(OnnxLoader.load(tuned));
    assertThat(again.constants()).hasSameSizeAs(net.constants());
  }
}
