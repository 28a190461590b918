package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.CategoricalCrossentropy;
import dev.lanewise.trainer.CompileConfig;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.OneHotLabels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A model that is trained to be measured, without metrics.
 *
 * @param network its layers
 * @param objective what it is trained for
 * @param model the model, compiled; whoever takes it closes it
 * @param batches some batches of MNIST
 */
record TrainingSubject(
    Network network, Objective objective, TrainableModel model, List<Batch> batches) {
  private static final String MNIST = "mnist:";
  private static final long SEED = 1;

  /**
   * The folder in {@code mnist:DIR}.
   *
   * @throws IllegalArgumentException if it is something else; the message is for the user
   */
  static Path folder(String data) {
    if (!data.startsWith(MNIST)) {
      throw new IllegalArgumentException("--data '" + data + "': training needs mnist:DIR");
    }
    return Path.of(data.substring(MNIST.length()));
  }

  /** Reads a configuration with its compile_config, and batches. */
  static TrainingSubject read(
      Path config, Path folder, int batches, int batchSize, SessionOptions options) {
    ModelConfig json = ModelConfig.parse(text(config));
    Network network = json.network();
    Objective all = CompileConfig.read(json.rest().path("compile_config"));
    Objective objective = new Objective(all.optimizer(), all.loss(), List.of());
    TrainableModel model = TrainableModel.of(network, SEED, options);
    model.compile(objective);
    Shape input = Objects.requireNonNull(network.inputs().get(0).type().shape());
    Dataset samples = Mnist.read(folder, "train", input.slice(1, input.rank()));
    if (objective.loss() instanceof CategoricalCrossentropy) {
      TensorType output = (TensorType) model.toGraph().outputs().get(0).type();
      samples = new OneHotLabels(samples, Objects.requireNonNull(output.shape()).dim(-1));
    }
    return new TrainingSubject(network, objective, model, batches(samples, batches, batchSize));
  }

  private static String text(Path config) {
    try {
      return Files.readString(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Batch> batches(Dataset samples, int count, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      float[] ones = new float[batchSize];
      Arrays.fill(ones, 1);
      Batch batch =
          new Batch(
              List.of(room(samples.inputs().get(0), batchSize)),
              room(samples.label(), batchSize),
              Tensor.of(Shape.of(batchSize), ones));
      for (int row = 0; row < batchSize; row++) {
        samples.copy((b * batchSize + row) % samples.size(), row, batch, row);
      }
      batches.add(batch);
    }
    return batches;
  }

  private static Tensor room(TensorType sample, int batchSize) {
    DType dtype = sample.dtype();
    return Tensor.zeros(dtype, Shape.of(batchSize).concat(Objects.requireNonNull(sample.shape())));
  }
}
