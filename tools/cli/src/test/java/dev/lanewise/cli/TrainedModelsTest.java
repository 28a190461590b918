package dev.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.SharedData;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the trained models in {@code models/} make of the sample digits. */
class TrainedModelsTest {
  private static final Path MODELS = SharedData.repository().resolve("models");
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private static Session session(String file, KernelChoice kernels) {
    Model model = Model.of(ModelFile.load(MODELS.resolve(file)));
    return model.newSession(SessionOptions.defaults().withKernels(kernels));
  }

  @ParameterizedTest
  @EnumSource(names = {"SCALAR", "VECTOR"})
  void theConvolutionalNetReadsDigits(KernelChoice kernels) {
    ImageInput images = new ImageInput(true, new float[] {0}, new float[] {1});
    try (Session own = session("mnist-cnn/model.lanewise", kernels);
        Session onnx = session("mnist-cnn/model.onnx", kernels)) {
      for (int digit = 0; digit < CLASSES; digit++) {
        Path file = MODELS.resolve("mnist-mlp/digits/" + digit + ".png");
        float[] pixels = images.read(file, Shape.of(1, 1, SIDE, SIDE)).floats();
        Tensor input = Tensor.of(Shape.of(1, SIDE, SIDE, 1), pixels);
        float[] shares = own.run(input).floats();
        for (float share : shares) {
          assertThat(shares[digit]).as("%s", file).isGreaterThanOrEqualTo(share);
        }
        assertThat(onnx.run(input).floats()).containsExactly(shares, Offset.offset(1e-6f));
      }
    }
  }
}
