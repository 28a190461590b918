package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.callback.EarlyStopping;
import dev.lanewise.trainer.callback.Monitor;
import dev.lanewise.trainer.data.OneHotLabels;
import dev.lanewise.trainer.data.Standardization;
import dev.lanewise.trainer.data.Subset;
import dev.lanewise.trainer.data.SyntheticData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small networks that must learn small data sets. */
class LearningTest {
  private static TrainableModel model(long seed, Network network) {
    SessionOptions options =
        SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1);
    return TrainableModel.of(network, seed, options);
  }

  @Test
  void exclusiveOr() {
    Network network =
        Sequential.of("xor", InputLayer.of(2), Dense.of(8, "tanh"), Dense.of(1, "sigmoid"));
    Dataset data = SyntheticData.xor();
    for (Optimizer optimizer : List.of(new Adam(0.05), new Sgd(0.5, 0.9), new RmsProp(0.02))) {
      try (TrainableModel model = model(1, network)) {
        model.compile(optimizer, new MeanSquaredError(), new BinaryAccuracy());
        model.fit(data, FitOptions.epochs(500).withBatchSize(4));
        Map<String, Double> results = model.evaluate(data, 4);
        assertThat(results.get("binary_accuracy")).as("%s", optimizer).isEqualTo(1);
        assertThat(results.get("loss")).as("%s", optimizer).isLessThan(0.02);
      }
    }
  }

  @Test
  void twoMoons() {
    Network network =
        Sequential.of("moons", InputLayer.of(2), Dense.of(32, "relu"), Dense.of(1, "sigmoid"));
    Dataset train = SyntheticData.twoMoons(400, 0.1, 1);
    Dataset test = SyntheticData.twoMoons(400, 0.1, 2);
    for (Optimizer optimizer : List.of(new Adam(0.02), new Nadam(0.02), new Sgd(0.1, 0.9))) {
      try (TrainableModel model = model(1, network)) {
        model.compile(
            optimizer, new BinaryCrossentropy(), new BinaryAccuracy(), new Auc(), new Recall());
        model.fit(train, FitOptions.epochs(80).withBatchSize(32));
        Map<String, Double> results = model.evaluate(test, 100);
        assertThat(results.get("binary_accuracy")).as("%s", optimizer).isGreaterThan(0.97);
        assertThat(results.get("auc")).as("%s", optimizer).isGreaterThan(0.99);
        assertThat(results.get("recall")).as("%s", optimizer).isGreaterThan(0.95);
      }
    }
  }

  @Test
  void clouds() {
    Network network =
        Sequential.of("clouds", InputLayer.of(4), Dense.of(16, "relu"), Dense.of(3, "softmax"));
    List<Dataset> parts =
        Subset.split(new OneHotLabels(SyntheticData.blobs(150, 4, 3, 1.0, 3), 3), 0.2, 5);
    Standardization standard = Standardization.of(parts.get(0));
    for (Optimizer optimizer : List.of(WeightDecay.adamW(0.02), new Adagrad(0.2))) {
      try (TrainableModel model = model(1, network)) {
        model.compile(
            optimizer,
            new CategoricalCrossentropy(),
            new CategoricalAccuracy(),
            new TopKAccuracy(2, false));
        model.fit(
            standard.on(parts.get(0)),
            FitOptions.epochs(40)
                .withBatchSize(16)
                .withValidation(standard.on(parts.get(1)))
                .with(new EarlyStopping(Monitor.of("val_loss"), 10, true)));
        Map<String, Double> results = model.evaluate(standard.on(parts.get(1)), 30);
        assertThat(results.get("categorical_accuracy")).as("%s", optimizer).isGreaterThan(0.95);
        assertThat(results.get("top_k_categorical_accuracy"))
            .isGreaterThanOrEqualTo(results.get("categorical_accuracy"));
      }
    }
  }
}
