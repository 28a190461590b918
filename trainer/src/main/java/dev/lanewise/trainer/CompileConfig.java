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
              c -> loss(c, new SparseCategoricalCrossentropy(logits(c))),
              "sparse_categorical_crossentropy")
          .with(c -> loss(c, new MeanSquaredError()), "mean_squared_error", "mse")
          .with(c -> loss(c, new MeanAbsoluteError()), "mean_absolute_error", "mae")
          .with(c -> loss(c, new Huber(Settings.number(c, "delta", 1))), "huber", "huber_loss")
          .with(
              c ->
                  loss(
                      c,
                      new BinaryCrossentropy(logits(c), Settings.number(c, "label_smoothing", 0))),
              "binary_crossentropy",
              "bce")
          .with(
              c ->
                  loss(
                      c,
                      new CategoricalCrossentropy(
                          logits(c), Settings.number(c, "label_smoothing", 0))),
              "categorical_crossentropy")
          .with(c -> loss(c, new Hinge()), "hinge")
          .with(
              c -> loss(c, new KullbackLeiblerDivergence()),
              "kl_divergence",
              "kullback_leibler_divergence",
              "kld")
          .with(c -> loss(c, new CosineSimilarity()), "cosine_similarity");

  private static final Table<Metric> METRICS =
      new Table<Metric>("metric")
          .with(c -> new Accuracy(), "accuracy", "acc")
          .with(c -> new BinaryAccuracy(Settings.number(c, "threshold", 0.5)), "binary_accuracy")
          .with(c -> new CategoricalAccuracy(), "categorical_accuracy")
          .with(c -> new SparseCategoricalAccuracy(), "sparse_categorical_accuracy")
          .with(
              c -> new TopKAccuracy(Settings.whole(c, "k", 5), false), "top_k_categorical_accuracy")
          .with(
              c -> new TopKAccuracy(Settings.whole(c, "k", 5), true),
              "sparse_top_k_categorical_accuracy")
          .with(
              c -> new Precision(Settings.number(Settings.ofAnswers(c), "thresholds", 0.5)),
              "precision")
          .with(
              c -> new Recall(Settings.number(Settings.ofAnswers(c), "thresholds", 0.5)), "recall")
          .with(
              c -> new Auc(Settings.whole(Settings.ofArea(c), "num_thresholds", 200), logits(c)),
              "AUC")
          .with(c -> new LossMetric(new MeanSquaredError()), "mean_squared_error", "mse")
          .with(c -> new LossMetric(new MeanAbsoluteError()), "mean_absolute_error", "mae");

  private static final Table<Optimizer> OPTIMIZERS =
      new Table<Optimizer>("optimizer")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new Sgd(
                          rate(c, 0.01),
                          Settings.number(c, "momentum", 0),
                          Settings.flag(c, "nesterov", false),
                          clipping(c))),
              "SGD")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new Adagrad(
                          rate(c, 0.001),
                          Settings.number(c, "initial_accumulator_value", 0.1),
                          Settings.number(c, "epsilon", 1e-7),
                          clipping(c))),
              "Adagrad")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new RmsProp(
                          rate(c, 0.001),
                          Settings.number(c, "rho", 0.9),
                          Settings.number(c, "momentum", 0),
                          Settings.number(c, "epsilon", 1e-7),
                          Settings.flag(c, "centered", false),
                          clipping(c))),
              "RMSprop")
          .with(c -> decayed(c, 0, adam(c)), "Adam")
          .with(c -> decayed(c, 0.004, adam(c)), "AdamW")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new Nadam(
                          rate(c, 0.001),
                          Settings.number(c, "beta_1", 0.9),
                          Settings.number(c, "beta_2", 0.999),
                          Settings.number(c, "epsilon", 1e-7),
                          clipping(c))),
              "Nadam")
          .with(c -> decayed(c, 0, new Subgradient(rate(c, 0.01), clipping(c))), "Subgradient");

  private static final Table<Schedule> SCHEDULES =
      new Table<Schedule>("learning-rate schedule")
          .with(
              c ->
                  new ExponentialDecay(
                      Settings.number(c, "initial_learning_rate", 0.001),
                      Settings.whole(c, "decay_steps", 0),
                      Settings.number(c, "decay_rate", 1),
                      Settings.flag(c, "staircase", false)),
              "ExponentialDecay")
          .with(
              c ->
                  new PiecewiseConstantDecay(
                      Settings.wholes(c, "boundaries"), Settings.numbers(c, "values")),
              "PiecewiseConstantDecay")
          .with(
              c -> {
                double first = Settings.number(c, "initial_learning_rate", 0.001);
                return new CosineDecay(
                    first,
                    Settings.whole(c, "decay_steps", 0),
                    Settings.number(c, "alpha", 0),
                    Settings.number(c, "warmup_target", first),
                    c.path("warmup_target").isNumber() ? Settings.whole(c, "warmup_steps", 0) : 0);
              },
              "CosineDecay");

  private CompileConfig() {}

  /**
   * Reads the settings.
   *
   * @throws ModelFormatException if optimiser or loss are missing, or a setting is out of range;
   *     the message names its place
   * @throws dev.lanewise.error.UnsupportedModelException if something in it is not known
   */
  public static Objective read(JsonNode json) {
    if (json.path("optimizer").isMissingNode() || json.path("loss").isMissingNode()) {
      throw new ModelFormatException("a compile_config needs 'optimizer' and 'loss', got " + json);
    }
    JsonNode metrics = json.path("metrics");
    List<Metric> all = new ArrayList<>();
    for (JsonNode metric : metrics.isArray() ? metrics : List.<JsonNode>of()) {
      all.add(METRICS.read(metric, "compile_config.metrics"));
    }
    return new Objective(
        OPTIMIZERS.read(json.path("optimizer"), "compile_config.optimizer"),
        LOSSES.read(json.path("loss"), "compile_config.loss"),
        all);
  }

  private static Schedule rate(JsonNode config, double otherwise) {
    JsonNode rate = config.path("learning_rate");
    return rate.isObject()
        ? SCHEDULES.read(rate, "compile_config.optimizer.config.learning_rate")
        : Schedule.constant(Settings.number(config, "learning_rate", otherwise));
  }

  private static Adam adam(JsonNode config) {
    return new Adam(
        rate(config, 0.001),
        Settings.number(config, "beta_1", 0.9),
        Settings.number(config, "beta_2", 0.999),
        Settings.number(config, "epsilon", 1e-7),
        Settings.flag(config, "amsgrad", false),
        clipping(config));
  }

  private static boolean logits(JsonNode config) {
    return Settings.flag(config, "from_logits", false);
  }

  private static Loss loss(JsonNode config, Loss loss) {
    Settings.ofLoss(config);
    return loss;
  }

  private static Optimizer decayed(JsonNode config, double otherwise, Optimizer optimizer) {
    double decay = Settings.number(Settings.ofOptimizer(config), "weight_decay", otherwise);
    return decay == 0 ? optimizer : new WeightDecay(optimizer, decay);
  }

  private static Clipping clipping(JsonNode config) {
    return new Clipping(
        Settings.number(config, "clipvalue", 0),
        Settings.number(config, "clipnorm", 0),
        Settings.number(config, "global_clipnorm", 0));
  }
}
