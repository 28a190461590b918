package dev.lanewise.trainer;

import dev.lanewise.error.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads what a model is trained for, as Keras writes it to the key {@code compile_config}. */
public final class CompileConfig {
  private static final Table<Loss> LOSSES =
      new Table<Loss>("loss")
          .with(
              c -> new SparseCategoricalCrossentropy(c.path("from_logits").asBoolean(false)),
              "sparse_categorical_crossentropy")
          .with(c -> new MeanSquaredError(), "mean_squared_error", "mse");

  private static final Table<Metric> METRICS =
      new Table<Metric>("metric")
          .with(
              c -> new Accuracy(),
              "accuracy",
              "acc",
              "binary_accuracy",
              "categorical_accuracy",
              "sparse_categorical_accuracy");

  private static final Table<Optimizer> OPTIMIZERS =
      new Table<Optimizer>("optimizer")
          .with(
              c ->
                  new Sgd(
                      rate(c, 0.01),
                      c.path("momentum").asDouble(0),
                      c.path("nesterov").asBoolean(false),
                      clipping(c)),
              "SGD");

  private static final Table<Schedule> SCHEDULES = new Table<>("learning-rate schedule");

  private CompileConfig() {}

  /**
   * Reads the settings.
   *
   * @throws ModelFormatException if optimiser or loss are missing
   * @throws dev.lanewise.error.UnsupportedModelException if something in it is not known
   */
  public static Objective read(JsonNode json) {
    if (json.path("optimizer").isMissingNode() || json.path("loss").isMissingNode()) {
      throw new ModelFormatException("a compile_config needs 'optimizer' and 'loss', got " + json);
    }
    JsonNode metrics = json.path("metrics");
    List<Metric> all = new ArrayList<>();
    for (JsonNode metric : metrics.isArray() ? metrics : List.<JsonNode>of()) {
      all.add(METRICS.read(metric));
    }
    return new Objective(
        OPTIMIZERS.read(json.path("optimizer")), LOSSES.read(json.path("loss")), all);
  }

  private static Schedule rate(JsonNode config, double otherwise) {
    JsonNode rate = config.path("learning_rate");
    return rate.isObject() || rate.isString()
        ? SCHEDULES.read(rate)
        : Schedule.constant(rate.asDouble(otherwise));
  }

  private static Clipping clipping(JsonNode config) {
    return new Clipping(
        config.path("clipvalue").asDouble(0),
        config.path("clipnorm").asDouble(0),
        config.path("global_clipnorm").asDouble(0));
  }
}
