package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BatchFeedTest {
  private static final int DAMAGED = 70;

  /** Points with noise of their own in each epoch, which notes the threads that read them. */
  private record Noisy(Dataset data, boolean isPlain, boolean damaged, Set<String> threads)
      implements Dataset {
    static Noisy of(boolean plain, boolean damaged) {
      return new Noisy(Blobs.of(110, 4), plain, damaged, ConcurrentHashMap.newKeySet());
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public List<TensorType> inputs() {
      return data.inputs();
    }

    @Override
    public TensorType label() {
      return data.label();
    }

    @Override
    public void copy(int sample, long random, Batch batch, int row) {
      threads.add(Thread.currentThread().getName());
      if (damaged && sample == DAMAGED) {
        throw new InvalidInputException("sample " + sample + " cannot be read");
      }
      data.copy(sample, random, batch, row);
      batch.inputs().get(0).floats()[2 * row] += (float) new SplittableRandom(random).nextDouble();
    }
  }

  private static TrainableModel model() {
    TrainableModel model =
        TrainableModel.of(
            Sequential.of("net", InputLayer.of(2), Dense.of(8, "relu"), Dense.of(3, "softmax")), 3);
    model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  @Test
  void batchesHoldAtLeastOneSample() {
    try (TrainableModel model = model()) {
      assertThatThrownBy(() -> model.evaluate(Blobs.of(10, 4), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("batchSize must be at least 1, but is 0");
    }
  }

  @Test
  void readingAheadChangesNothing() {
    List<Map<String, Tensor>> weights = new ArrayList<>();
    List<Map<String, Double>> results = new ArrayList<>();
    for (boolean plain : new boolean[] {true, false}) {
      Noisy data = Noisy.of(plain, false);
      try (TrainableModel model = model()) {
        model.fit(data, FitOptions.epochs(3).withBatchSize(20));
        weights.add(model.weights());
        results.add(model.evaluate(data, 30));
      }
      String here = Thread.currentThread().getName();
      assertThat(data.threads()).containsExactly(plain ? here : "lanewise-batches");
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    weights
        .get(1)
        .forEach((name, t) -> assertThat(t.floats()).isEqualTo(weights.get(0).get(name).floats()));
  }

  @Test
  void whatCannotBeReadEndsTheTraining() {
    Noisy data = Noisy.of(false, true);
    try (TrainableModel model = model()) {
      assertThatThrownBy(() -> model.fit(data, FitOptions.epochs(1).withBatchSize(20)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("sample 70 cannot be read");
      assertThat(model.updates()).isLessThan(6);
    }
  }

  @Test
  void trainingThatIsStoppedReadsNoFurther() {
    Noisy data = Noisy.of(false, false);
    try (TrainableModel model = model()) {
      Callback stopper =
          new Callback() {
            @Override
            public void stepEnded(Fit fit) {
              if (fit.step() == 2) {
                fit.stop();
              }
            }
          };
      model.fit(data, FitOptions.epochs(4).withBatchSize(20).with(stopper));
      assertThat(model.updates()).isEqualTo(2);
      data.threads().clear();
      model.trainOnBatch(Batch.room(data, 20));
      assertThat(data.threads()).isEmpty();
    }
  }
}
