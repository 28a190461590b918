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
          .with(c -> loss(c, new Huber(c.path("delta").asDouble(1))), "huber", "huber_loss")
          .with(
              c ->
                  loss(c, new BinaryCrossentropy(logits(c), c.path("label_smoothing").asDouble(0))),
              "binary_crossentropy",
              "bce")
          .with(
              c ->
                  loss(
                      c,
                      new CategoricalCrossentropy(
                          logits(c), c.path("label_smoothing").asDouble(0))),
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
          .with(c -> new BinaryAccuracy(c.path("threshold").asDouble(0.5)), "binary_accuracy")
          .with(c -> new CategoricalAccuracy(), "categorical_accuracy")
          .with(c -> new SparseCategoricalAccuracy(), "sparse_categorical_accuracy")
          .with(c -> new TopKAccuracy(c.path("k").asInt(5), false), "top_k_categorical_accuracy")
          .with(
              c -> new TopKAccuracy(c.path("k").asInt(5), true),
              "sparse_top_k_categorical_accuracy")
          .with(
              c -> new Precision(Settings.number(Settings.ofAnswers(c), "thresholds", 0.5)),
              "precision")
          .with(
              c -> new Recall(Settings.number(Settings.ofAnswers(c), "thresholds", 0.5)), "recall")
          .with(
              c -> new Auc(Settings.ofArea(c).path("num_thresholds").asInt(200), logits(c)), "AUC")
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
                          c.path("momentum").asDouble(0),
                          c.path("nesterov").asBoolean(false),
                          clipping(c))),
              "SGD")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new Adagrad(
                          rate(c, 0.001),
                          c.path("initial_accumulator_value").asDouble(0.1),
                          c.path("epsilon").asDouble(1e-7),
                          clipping(c))),
              "Adagrad")
          .with(
              c ->
                  decayed(
                      c,
                      0,
                      new RmsProp(
                          rate(c, 0.001),
                          c.path("rho").asDouble(0.9),
                          c.path("momentum").asDouble(0),
                          c.path("epsilon").asDouble(1e-7),
                          c.path("centered").asBoolean(false),
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
                          c.path("beta_1").asDouble(0.9),
                          c.path("beta_2").asDouble(0.999),
                          c.path("epsilon").asDouble(1e-7),
                          clipping(c))),
              "Nadam");

  private static final Table<Schedule> SCHEDULES =
      new Table<Schedule>("learning-rate schedule")
          .with(
              c ->
                  new ExponentialDecay(
                      c.path("initial_learning_rate").asDouble(0.001),
                      c.path("decay_steps").asLong(0),
                      c.path("decay_rate").asDouble(1),
                      c.path("staircase").asBoolean(false)),
              "ExponentialDecay")
          .with(
              c ->
                  new PiecewiseConstantDecay(
                      c.path("boundaries").valueStream().map(JsonNode::asLong).toList(),
                      c.path("values").valueStream().map(JsonNode::asDouble).toList()),
              "PiecewiseConstantDecay")
          .with(
              c -> {
                double first = c.path("initial_learning_rate").asDouble(0.001);
                return new CosineDecay(
                    first,
                    c.path("decay_steps").asLong(0),
                    c.path("alpha").asDouble(0),
                    c.path("warmup_target").asDouble(first),
                    c.path("warmup_target").isNumber() ? c.path("warmup_steps").asLong(0) : 0);
              },
              "CosineDecay");

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

  private static Adam adam(JsonNode config) {
    return new Adam(
        rate(config, 0.001),
        config.path("beta_1").asDouble(0.9),
        config.path("beta_2").asDouble(0.999),
        config.path("epsilon").asDouble(1e-7),
        config.path("amsgrad").asBoolean(false),
        clipping(config));
  }

  private static boolean logits(JsonNode config) {
    return config.path("from_logits").asBoolean(false);
  }

  private static Loss loss(JsonNode config, Loss loss) {
    Settings.ofLoss(config);
    return loss;
  }

  private static Optimizer decayed(JsonNode config, double otherwise, Optimizer optimizer) {
    double decay = Settings.ofOptimizer(config).path("weight_decay").asDouble(otherwise);
    return decay == 0 ? optimizer : new WeightDecay(optimizer, decay);
  }

  private static Clipping clipping(JsonNode config) {
    return new Clipping(
        config.path("clipvalue").asDouble(0),
        config.path("clipnorm").asDouble(0),
        config.path("global_clipnorm").asDouble(0));
  }
}
