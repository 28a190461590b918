package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CompileConfigTest {
  private static Objective read(String optimizer, String loss, String metrics) {
    return CompileConfig.read(
        JsonMapper.shared()
            .readTree(
                "{\"optimizer\": "
                    + optimizer
                    + ", \"loss\": "
                    + loss
                    + ", \"metrics\": "
                    + metrics
                    + "}"));
  }

  private static Optimizer optimizer(String name, String config) {
    return read("{\"class_name\": \"" + name + "\", \"config\": {" + config + "}}", "\"mse\"", "[]")
        .optimizer();
  }

  @Test
  void optimizers() {
    assertThat(optimizer("Adam", "")).isEqualTo(new Adam(0.001));
    assertThat(optimizer("AdamW", "")).isEqualTo(WeightDecay.adamW(0.001));
    assertThat(optimizer("Adam", "\"weight_decay\": null")).isEqualTo(new Adam(0.001));
    assertThat(optimizer("SGD", "\"weight_decay\": 0.1, \"learning_rate\": 0.5"))
        .isEqualTo(new WeightDecay(new Sgd(0.5), 0.1));
    assertThat(optimizer("Adagrad", "\"learning_rate\": 0.5")).isEqualTo(new Adagrad(0.5));
    assertThat(optimizer("RMSprop", "")).isEqualTo(new RmsProp(0.001));
    assertThat(optimizer("Nadam", "\"learning_rate\": 0.5")).isEqualTo(new Nadam(0.5));
    assertThat(optimizer("Subgradient", "\"learning_rate\": 0.5, \"clipnorm\": 1.0"))
        .isEqualTo(new Subgradient(Schedule.constant(0.5), new Clipping(0, 1, 0)));
    assertThat(optimizer("Adam", "\"beta_1\": 0.5, \"amsgrad\": true, \"clipnorm\": 2.0"))
        .isEqualTo(
            new Adam(Schedule.constant(0.001), 0.5, 0.999, 1e-7, true, new Clipping(0, 2, 0)));
  }

  @Test
  void schedules() {
    assertThat(
            optimizer(
                    "SGD",
                    "\"learning_rate\": {\"class_name\": \"ExponentialDecay\", \"config\":"
                        + " {\"initial_learning_rate\": 0.1, \"decay_steps\": 9, \"decay_rate\":"
                        + " 0.9, \"staircase\": true}}")
                .learningRate())
        .isEqualTo(new ExponentialDecay(0.1, 9, 0.9, true));
    assertThat(
            optimizer(
                    "SGD",
                    "\"learning_rate\": {\"class_name\": \"PiecewiseConstantDecay\", \"config\":"
                        + " {\"boundaries\": [5, 9], \"values\": [1.0, 0.5, 0.1]}}")
                .learningRate())
        .isEqualTo(new PiecewiseConstantDecay(List.of(5L, 9L), List.of(1.0, 0.5, 0.1)));
    assertThat(
            optimizer(
                    "SGD",
                    "\"learning_rate\": {\"class_name\": \"CosineDecay\", \"config\":"
                        + " {\"initial_learning_rate\": 0.1, \"decay_steps\": 9, \"alpha\": 0.2,"
                        + " \"warmup_target\": null, \"warmup_steps\": 0}}")
                .learningRate())
        .isEqualTo(new CosineDecay(0.1, 9, 0.2, 0.1, 0));
  }

  @Test
  void lossesAndMetrics() {
    Objective objective =
        read(
            "\"adam\"",
            "{\"class_name\": \"BinaryCrossentropy\", \"config\": {\"from_logits\": true}}",
            "[\"acc\", \"mae\", \"Precision\", \"AUC\", {\"class_name\":"
                + " \"TopKCategoricalAccuracy\", \"config\": {\"k\": 3}}]");
    assertThat(objective.loss()).isEqualTo(new BinaryCrossentropy(true));
    assertThat(objective.metrics())
        .containsExactly(
            new Accuracy(),
            new LossMetric(new MeanAbsoluteError()),
            new Precision(),
            new Auc(),
            new TopKAccuracy(3, false));
    for (String loss :
        List.of(
            "mae",
            "huber",
            "binary_crossentropy",
            "categorical_crossentropy",
            "hinge",
            "kl_divergence",
            "cosine_similarity")) {
      String name = read("\"sgd\"", "\"" + loss + "\"", "[]").loss().name();
      assertThat(name).isEqualTo(loss.equals("mae") ? "mean_absolute_error" : loss);
    }
  }

  @Test
  void aNumberThatCannotBeIsNamedWithItsPlace() {
    for (String config :
        List.of(
            "\"momentum\": 2",
            "\"momentum\": \"much\"",
            "\"learning_rate\": true",
            "\"nesterov\": 1",
            "\"weight_decay\": -1")) {
      assertThatThrownBy(() -> optimizer("SGD", config))
          .as(config)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("compile_config.optimizer (SGD)");
    }
    String rate =
        "\"learning_rate\": {\"class_name\": \"CosineDecay\", \"config\": {\"decay_steps\": 2.5}}";
    assertThatThrownBy(() -> optimizer("SGD", rate))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("compile_config.optimizer.config.learning_rate (CosineDecay)");
    String smooth =
        "{\"class_name\": \"CategoricalCrossentropy\", \"config\": {\"label_smoothing\": 3}}";
    assertThatThrownBy(() -> read("\"sgd\"", smooth, "[]"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("compile_config.loss");
  }

  @Test
  void aWrongRegularizerIsNamedWithItsLayer() {
    for (String json :
        List.of(
            "{\"class_name\": \"L2\", \"config\": {\"l2\": \"much\"}}",
            "{\"class_name\": \"L1L2\", \"config\": {\"l1\": true}}")) {
      assertThatThrownBy(
              () -> Regularizer.read(JsonMapper.shared().readTree(json), "layer 'dense'"))
          .as(json)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("layer 'dense': regularizer: 'l");
    }
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> optimizer("Lion", ""))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Lion");
  }

  @Test
  void aSettingThatIsNotKnownIsRefused() {
    for (String metric :
        List.of(
            "{\"class_name\": \"AUC\", \"config\": {\"curve\": \"PR\"}}",
            "{\"class_name\": \"Precision\", \"config\": {\"thresholds\": [0.2, 0.5]}}",
            "{\"class_name\": \"Recall\", \"config\": {\"class_id\": 2}}")) {
      assertThatThrownBy(() -> read("\"sgd\"", "\"mse\"", "[" + metric + "]"))
          .as(metric)
          .isInstanceOf(UnsupportedModelException.class);
    }
    String sum = "{\"class_name\": \"MeanSquaredError\", \"config\": {\"reduction\": \"sum\"}}";
    assertThatThrownBy(() -> read("\"sgd\"", sum, "[]"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("reduction");
    assertThatThrownBy(() -> optimizer("Adam", "\"use_ema\": true"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("use_ema");
    assertThat(optimizer("Adam", "\"use_ema\": false, \"gradient_accumulation_steps\": null"))
        .isEqualTo(new Adam(0.001));
    String first =
        "{\"class_name\": \"Recall\", \"config\": {\"thresholds\": [0.2], \"top_k\": null}}";
    assertThat(read("\"sgd\"", "\"mse\"", "[" + first + "]").metrics())
        .containsExactly(new Recall(0.2));
    String axis =
        "{\"class_name\": \"CategoricalCrossentropy\", \"config\": {\"axis\": -1,"
            + " \"reduction\": \"sum_over_batch_size\"}}";
    assertThat(read("\"sgd\"", axis, "[]").loss()).isEqualTo(new CategoricalCrossentropy());
  }
}
