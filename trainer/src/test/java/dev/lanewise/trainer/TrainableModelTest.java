package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
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
import dev.lanewise.op.Floor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainableModelTest {
  private static final SessionOptions OPTIONS =
      SessionOptions.defaults().withKernels(KernelChoice.SCALAR);

  private static Network network() {
    return Sequential.of(
        "net",
        InputLayer.of(2),
        Dense.of(300, "relu"),
        PassThrough.dropout(0.25),
        Dense.of(3, "softmax"));
  }

  private static TrainableModel model(int threads) {
    TrainableModel model = TrainableModel.of(network(), 5, OPTIONS.withThreads(threads));
    model.compile(new Sgd(0.05, 0.9), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  @Test
  void learnsCloudsOfPoints() {
    Dataset data = Blobs.of(300, 9);
    try (TrainableModel model = model(1)) {
      History history =
          model.fit(data, FitOptions.epochs(8).withValidationSplit(0.2).withBatchSize(50));
      double[] loss = history.values("loss");
      assertThat(loss).hasSize(8);
      assertThat(loss[7]).isLessThan(loss[0] / 4);
      assertThat(history.last("val_accuracy")).isGreaterThan(0.98);
      Map<String, Double> results = model.evaluate(data, 64);
      assertThat(results).containsOnlyKeys("loss", "accuracy");
      assertThat(results.get("accuracy")).isGreaterThan(0.98);
      assertThat(model.updates()).isEqualTo(8 * 5);
    }
  }

  @Test
  void predictionsAreThoseOfTheGraph() {
    Dataset data = Blobs.of(30, 9);
    try (TrainableModel model = model(1)) {
      model.fit(data, FitOptions.epochs(2));
      Tensor x = ((TensorDataset) data).samples().get(0);
      float[] predicted = model.predict(x).floats();
      float[] expected = ((Tensor) Interpreter.run(model.toGraph(), List.of(x)).get(0)).floats();
      for (int i = 0; i < predicted.length; i++) {
        assertThat(predicted[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5f));
      }
      int right = 0;
      long[] classes = ((TensorDataset) data).labels().longs();
      for (int i = 0; i < classes.length; i++) {
        int best = predicted[3 * i + 1] > predicted[3 * i] ? 1 : 0;
        best = predicted[3 * i + 2] > predicted[3 * i + best] ? 2 : best;
        right += best == classes[i] ? 1 : 0;
      }
      assertThat(model.evaluate(data, 7).get("accuracy"))
          .isCloseTo(right / 30.0, org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void weightsDependOnTheSeedAndNotOnTheThreads() {
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (TrainableModel model = model(threads)) {
        model.fit(Blobs.of(200, 9), FitOptions.epochs(3).withBatchSize(64));
        results.add(model.weights());
      }
    }
    for (Map<String, Tensor> other : results.subList(1, 3)) {
      results
          .get(0)
          .forEach((name, t) -> assertThat(other.get(name).floats()).isEqualTo(t.floats()));
    }
  }

  @Test
  void aSettingThatOnlyActsInTrainingIsRefusedIfItCannot() {
    Layer lstm = Recurrent.lstm(4, false).with("recurrent_dropout", 0.25);
    Network network = Sequential.of("net", InputLayer.of(5, 2), lstm, Dense.of(3, "softmax"));
    assertThatThrownBy(() -> TrainableModel.of(network, 1, OPTIONS))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("recurrent_dropout of 0.25 in training");
  }

  @Test
  void anOperatorWithoutGradientIsNamedBeforeTraining() {
    Architecture floor =
        (tape, x) -> {
          Value h = tape.dense("hidden", x.get(0), 4);
          return tape.dense("output", tape.add(new Floor(), h), 3);
        };
    List<TensorType> inputs = List.of(new TensorType(DType.FLOAT, Shape.of(2)));
    try (TrainableModel model = TrainableModel.of("floor", floor, inputs, 1, OPTIONS)) {
      model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy(true));
      assertThatThrownBy(() -> model.fit(Blobs.of(30, 9), FitOptions.epochs(1)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Floor");
      assertThat(model.updates()).isZero();
    }
  }

  @Test
  void frozenLayersStayAsTheyAre() {
    Network network =
        Sequential.of(
            "net",
            InputLayer.of(2),
            Dense.of(8, "relu").with("trainable", false),
            Dense.of(3, "softmax"));
    try (TrainableModel model = TrainableModel.of(network, 5, OPTIONS)) {
      model.compile(new Sgd(0.05, 0.9), new SparseCategoricalCrossentropy());
      Map<String, Tensor> before = model.weights();
      model.fit(Blobs.of(60, 9), FitOptions.epochs(1));
      Map<String, Tensor> after = model.weights();
      assertThat(after.get("dense/kernel").floats()).isEqualTo(before.get("dense/kernel").floats());
      assertThat(after.get("dense_1/kernel").floats())
          .isNotEqualTo(before.get("dense_1/kernel").floats());
      List<Tensor> samples = ((TensorDataset) Blobs.of(30, 9)).samples();
      assertThat(model.planSummary(Batch.of(samples, labels(Blobs.of(30, 9)))).steps())
          .anyMatch(step -> step.node().startsWith("gradient of dense_1/"))
          .noneMatch(step -> step.node().startsWith("gradient of dense/"));
    }
  }

  @Test
  void theSummaryListsVariables() {
    Network network =
        Sequential.of("net", InputLayer.of(2), Dense.of(300).with("trainable", false), Dense.of(3));
    try (TrainableModel model = TrainableModel.of(network, 1, OPTIONS)) {
      List<String> lines = model.summary().lines().toList();
      assertThat(lines).hasSize(5);
      assertThat(lines.get(0)).matches("dense/kernel +\\[2, 300\\] +600  not trained");
      assertThat(lines.get(3)).matches("dense_1/bias +\\[3\\] +3");
      assertThat(lines.get(4)).isEqualTo("1,803 parameters, 903 of them trained");
    }
  }

  @Test
  void aLoopOfOnesOwnDoesTheSame() {
    Batch batch = Batch.of(((TensorDataset) Blobs.of(30, 9)).samples(), labels(Blobs.of(30, 9)));
    try (TrainableModel one = model(1);
        TrainableModel other = model(1)) {
      for (int step = 0; step < 5; step++) {
        Map<String, Double> results = one.trainOnBatch(batch);
        Derivatives derivatives = other.differentiate(batch);
        assertThat(derivatives.loss()).isEqualTo(results.get("loss"));
        other.apply(derivatives.gradients());
      }
      Map<String, Tensor> expected = one.weights();
      other
          .weights()
          .forEach((name, t) -> assertThat(t.floats()).isEqualTo(expected.get(name).floats()));
    }
  }

  @Test
  void derivativesThatCannotBeAppliedChangeNothing() {
    Batch batch = Batch.of(((TensorDataset) Blobs.of(30, 9)).samples(), labels(Blobs.of(30, 9)));
    try (TrainableModel model = model(1)) {
      Map<String, Tensor> gradients = new LinkedHashMap<>(model.differentiate(batch).gradients());
      Map<String, Tensor> before = model.weights();
      gradients.put("nowhere", Tensor.of(Shape.of(1), 1f));
      assertThatThrownBy(() -> model.apply(gradients))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nowhere");
      gradients.remove("nowhere");
      String last = List.copyOf(gradients.keySet()).get(gradients.size() - 1);
      gradients.put(last, Tensor.of(Shape.of(1), 1f));
      assertThatThrownBy(() -> model.apply(gradients))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(last);
      assertThat(model.updates()).isZero();
      model
          .weights()
          .forEach((name, t) -> assertThat(t.floats()).isEqualTo(before.get(name).floats()));
    }
  }

  @Test
  void aLoopOfOnesOwnIsClippedAlike() {
    Batch batch = Batch.of(((TensorDataset) Blobs.of(30, 9)).samples(), labels(Blobs.of(30, 9)));
    for (Clipping clipping :
        List.of(new Clipping(0.02, 0, 0), new Clipping(0, 0.1, 0), new Clipping(0.05, 0.2, 0.1))) {
      Sgd sgd = new Sgd(Schedule.constant(0.5), 0.9, false, clipping);
      try (TrainableModel one = TrainableModel.of(network(), 5, OPTIONS);
          TrainableModel other = TrainableModel.of(network(), 5, OPTIONS)) {
        one.compile(sgd, new SparseCategoricalCrossentropy());
        other.compile(sgd, new SparseCategoricalCrossentropy());
        Tensor first = one.weights().get("dense/kernel");
        one.trainOnBatch(batch);
        other.apply(other.differentiate(batch).gradients());
        Tensor expected = one.weights().get("dense/kernel");
        assertThat(expected.floats()).isNotEqualTo(first.floats());
        assertThat(other.weights().get("dense/kernel").floats())
            .containsExactly(expected.floats(), org.assertj.core.data.Offset.offset(1e-6f));
      }
    }
  }

  @Test
  void evaluationCountsPenaltiesAsTrainingDoes() {
    Network network =
        Sequential.of(
            "net",
            InputLayer.of(2),
            Dense.of(8, "relu").with("kernel_regularizer", "l2").with("activity_regularizer", "l1"),
            Dense.of(3, "softmax"));
    Dataset data = Blobs.of(30, 9);
    Batch batch = Batch.of(((TensorDataset) data).samples(), labels(data));
    try (TrainableModel model = TrainableModel.of(network, 5, OPTIONS)) {
      model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy());
      double evaluated = model.evaluate(data, 30).get("loss");
      assertThat(evaluated)
          .isCloseTo(
              model.trainOnBatch(batch).get("loss"), org.assertj.core.data.Offset.offset(1e-5));
      model.compile(new Sgd(0), new SparseCategoricalCrossentropy());
      Tensor kernel = model.weights().get("dense/kernel");
      double squares = 0;
      for (float w : kernel.floats()) {
        squares += (double) w * w;
      }
      assertThat(model.evaluate(data, 30).get("loss")).isGreaterThan(0.01 * squares);
    }
  }

  private static Tensor labels(Dataset data) {
    return ((TensorDataset) data).labels();
  }

  @Test
  void aWarmStepAllocatesNothing() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Network network =
        Sequential.of(
            "net",
            InputLayer.of(8, 8, 2),
            Convolution.conv2d(9, 3).with("padding", "same").with("activation", "relu"),
            BatchNormalization.of(),
            Pooling.max2d(2),
            Convolution.conv2d(9, 3).with("strides", 2),
            Pooling.average2d(1),
            PassThrough.dropout(0.25),
            Flatten.of(),
            Dense.of(12, "relu"),
            Dense.of(3, "softmax"));
    try (TrainableModel model = TrainableModel.of(network, 5, OPTIONS.withThreads(1))) {
      model.compile(new Sgd(0.05, 0.9), new SparseCategoricalCrossentropy(), new Accuracy());
      float[] x = new float[4 * 128];
      Batch batch =
          Batch.of(
              List.of(Tensor.of(Shape.of(4, 8, 8, 2), x)), Tensor.of(Shape.of(4), 0L, 1L, 2L, 0L));
      Scores scores = new Scores(model.objective().metrics());
      for (int i = 0; i < 20; i++) {
        model.train(batch, scores, null);
      }
      long least = Long.MAX_VALUE;
      for (int trial = 0; trial < 5; trial++) {
        long before = bean.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
          model.train(batch, scores, null);
        }
        least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("%s", model.describePlan(batch)).isZero();
    }
  }
}
