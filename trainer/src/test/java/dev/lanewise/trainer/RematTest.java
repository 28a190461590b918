package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Convolution;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Pooling;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Less memory must not change what is learned. */
class RematTest {
  private static final int BATCH = 16;

  private record Trained(Map<String, Tensor> weights, long arenaBytes) {}

  private static Trained train(Network network, Tensor samples, int segments) {
    SessionOptions options =
        SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1);
    long[] labels = new long[BATCH];
    float[] ones = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % 3;
      ones[i] = 1;
    }
    Shape rows = Shape.of(BATCH);
    Batch batch = new Batch(List.of(samples), Tensor.of(rows, labels), Tensor.of(rows, ones));
    try (TrainableModel model = TrainableModel.of(network, 7, options)) {
      model.compile(
          new Objective(
                  new Adam(0.01), new SparseCategoricalCrossentropy(), List.of(new Accuracy()))
              .withRemat(segments));
      for (int step = 0; step < 4; step++) {
        model.trainOnBatch(batch);
      }
      return new Trained(model.weights(), model.planSummary(batch).arenaBytes());
    }
  }

  private static Tensor samples(int... sample) {
    Shape shape = Shape.of(BATCH).concat(Shape.of(sample));
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(shape, values);
  }

  private static Network convolutional() {
    List<Layer> layers = new ArrayList<>();
    layers.add(InputLayer.of(16, 16, 3));
    for (int i = 0; i < 4; i++) {
      layers.add(Convolution.conv2d(8, 3).with("padding", "same").with("activation", "relu"));
      layers.add(BatchNormalization.of());
      layers.add(PassThrough.dropout(0.2));
    }
    layers.add(Pooling.max2d(2));
    layers.add(Flatten.of());
    layers.add(Dense.of(3, "softmax"));
    return Sequential.of("convolutional", layers.toArray(new Layer[0]));
  }

  private static void assertSame(Trained trained, Trained expected) {
    assertThat(trained.weights().keySet()).isEqualTo(expected.weights().keySet());
    expected
        .weights()
        .forEach(
            (name, t) ->
                assertThat(trained.weights().get(name).floats()).as(name).isEqualTo(t.floats()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void aConvolutionalNetworkNeedsLessMemoryForTheSameWeights(int segments) {
    Tensor samples = samples(16, 16, 3);
    Trained all = train(convolutional(), samples, 1);
    Trained less = train(convolutional(), samples, segments);
    assertSame(less, all);
    assertThat(less.arenaBytes()).isLessThan(all.arenaBytes() * 3 / 4);
  }

  @Test
  void layersOfManyOperatorsAndPenaltiesKeepTheirDerivatives() {
    Network network =
        Sequential.of(
            "recurrent",
            InputLayer.of(6, 4),
            Recurrent.lstm(5, true),
            Recurrent.gru(5, false),
            Dense.of(6, "gelu")
                .with(
                    "kernel_regularizer",
                    Map.of("class_name", "L1L2", "config", Map.of("l1", 0.01, "l2", 0.02))),
            Dense.of(3, "softmax"));
    Tensor samples = samples(6, 4);
    Trained all = train(network, samples, 1);
    assertSame(train(network, samples, 3), all);
    assertSame(train(network, samples, 100), all);
  }

  @Test
  void fewerThanOneSegmentIsRefused() {
    Objective objective = new Objective(new Sgd(0.1), new MeanSquaredError(), List.of());
    assertThatThrownBy(() -> objective.withRemat(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("segments");
  }
}
