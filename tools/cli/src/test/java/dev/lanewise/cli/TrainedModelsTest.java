package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.SharedData;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.TensorDataset;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trained models in {@code models/} make of digits, from both of their files. */
class TrainedModelsTest {
  private static final Path MODELS = SharedData.repository().resolve("models");
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private static Session session(String file, KernelChoice kernels) {
    Model model = Model.of(ModelFile.load(MODELS.resolve(file)));
    return model.newSession(SessionOptions.defaults().withKernels(kernels));
  }

  private static Shape shape(int count, boolean flat) {
    return flat ? Shape.of(count, SIDE * SIDE) : Shape.of(count, SIDE, SIDE, 1);
  }

  private static int best(float[] shares, int row) {
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = shares[row * CLASSES + c] > shares[row * CLASSES + best] ? c : best;
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({
    "mnist-mlp, SCALAR, true", "mnist-mlp, VECTOR, true",
    "mnist-mlp-32, SCALAR, true", "mnist-mlp-32, VECTOR, true",
    "mnist-cnn, SCALAR, false", "mnist-cnn, VECTOR, false",
    "mnist-convnet, SCALAR, false", "mnist-convnet, VECTOR, false"
  })
  void drawnDigitsAreRead(String name, KernelChoice kernels, boolean flat) {
    ImageInput images = new ImageInput(true, new float[] {0}, new float[] {1});
    try (Session own = session(name + "/model.lanewise", kernels);
        Session onnx = session(name + "/model.onnx", kernels)) {
      int right = 0;
      for (int digit = 0; digit < CLASSES; digit++) {
        Path file = MODELS.resolve("mnist-mlp/digits/" + digit + ".png");
        float[] pixels = images.read(file, Shape.of(1, 1, SIDE, SIDE)).floats();
        Tensor input = Tensor.of(shape(1, flat), pixels);
        float[] shares = own.run(input).floats();
        right += best(shares, 0) == digit ? 1 : 0;
        assertThat(onnx.run(input).floats()).containsExactly(shares, Offset.offset(1e-5f));
      }
      // They are drawn in a hand that the training images do not have.
      assertThat(right).isGreaterThanOrEqualTo(name.equals("mnist-mlp-32") ? 8 : 10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mnist-mlp, true, 0.965", "mnist-mlp-32, true, 0.95",
    "mnist-cnn, false, 0.985", "mnist-convnet, false, 0.985"
  })
  void testImagesAreRead(String name, boolean flat, double least) {
    Path folder = SharedData.require("data/mnist");
    int count = 1000;
    TensorDataset test = (TensorDataset) Mnist.read(folder, "t10k", Shape.of(SIDE * SIDE));
    float[] pixels = test.samples().get(0).floats();
    Tensor input = Tensor.of(shape(count, flat), Arrays.copyOf(pixels, count * SIDE * SIDE));
    try (Session own = session(name + "/model.lanewise", KernelChoice.VECTOR)) {
      float[] shares = own.run(input).floats();
      int right = 0;
      for (int i = 0; i < count; i++) {
        right += best(shares, i) == test.labels().longs()[i] ? 1 : 0;
      }
      assertThat(right / (double) count).isGreaterThanOrEqualTo(least);
    }
  }
}
