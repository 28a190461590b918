package dev.lanewise.trainer;

import dev.lanewise.SessionOptions;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Graph;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.plan.PlanSummary;
import dev.lanewise.plan.StepListener;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model whose variables can be trained. Not thread-safe; steps use the threads of the session
 * options, and the variables after a step do not depend on how many there are.
 *
 * <pre>{@code
 * TrainableModel model = TrainableModel.of(network, 1);
 * model.compile(new Sgd(0.01, 0.9), new SparseCategoricalCrossentropy(), new Accuracy());
 * History history = model.fit(train, FitOptions.epochs(5).withBatchSize(128));
 * Map<String, Double> results = model.evaluate(test, 128);
 * Tensor probabilities = model.predict(images);
 * }</pre>
 */
public final class TrainableModel implements AutoCloseable {
  private final String name;
  private final Architecture architecture;
  private final List<String> inputNames;
  private final List<TensorType> inputs;
  private final String outputName;
  private final long seed;
  private final SessionOptions options;
  private final Weights weights = new Weights();
  private final TrainingSteps steps;
  private @Nullable Objective objective;
  private @Nullable InferenceModel predictor;
  private long predictorVersion = -1;
  private @Nullable Double learningRate;
  private long updates;
  private int epoch;
  private int step;

  private TrainableModel(
      String name,
      Architecture architecture,
      List<String> inputNames,
      List<TensorType> inputs,
      String outputName,
      long seed,
      SessionOptions options) {
    this.name = name;
    this.architecture = architecture;
    this.inputNames = inputNames;
    this.inputs = inputs;
    this.outputName = outputName;
    this.seed = seed;
    this.options = options;
    this.steps = new TrainingSteps(architecture, weights, seed, options);
    TrainingGraph.declare(architecture, weights, seed, inputs);
  }

  /** A model of layers with one output, on default session options. */
  public static TrainableModel of(Network network, long seed) {
    return of(network, seed, SessionOptions.defaults());
  }

  /**
   * A model of layers with one output.
   *
   * @param seed of the first values of the variables, the order of samples, and of all else that is
   *     random; equal seeds give equal models
   */
  public static TrainableModel of(Network network, long seed, SessionOptions options) {
    return new TrainableModel(
        network.name(),
        Architecture.of(network),
        network.inputs().stream().map(InputLayer::name).toList(),
        network.inputs().stream().map(InputLayer::type).toList(),
        network.outputNames().get(0),
        seed,
        options);
  }

  /**
   * A model that code describes.
   *
   * @param samples types of one sample per input, without the batch
   */
  public static TrainableModel of(
      String name,
      Architecture architecture,
      List<TensorType> samples,
      long seed,
      SessionOptions options) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      names.add(samples.size() == 1 ? "input" : "input" + i);
    }
    Shape any = Shape.symbolic(new int[] {Shape.UNKNOWN}, new String[] {"batch"});
    return new TrainableModel(
        name,
        architecture,
        names,
        samples.stream()
            .map(t -> new TensorType(t.dtype(), any.concat(Objects.requireNonNull(t.shape()))))
            .toList(),
        "output",
        seed,
        options);
  }

  /** Says what the model is trained for. What an optimiser remembered is forgotten. */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    compile(new Objective(optimizer, loss, List.of(metrics)));
  }

  /** Says what the model is trained for. What an optimiser remembered is forgotten. */
  public void compile(Objective wanted) {
    objective = wanted;
    learningRate = null;
    updates = 0;
    epoch = 0;
    step = 0;
    for (Weight weight : weights.all()) {
      weight.reset(weight.isTrainable() ? wanted.optimizer().slots() : 0);
    }
    steps.close();
  }

  /** What the model is trained for. */
  public Objective objective() {
    if (objective == null) {
      throw new IllegalStateException("compile the model first");
    }
    return objective;
  }

  /** Seed of all that is random. */
  public long seed() {
    return seed;
  }

  /** Number of updates done since the model was compiled. */
  public long updates() {
    return updates;
  }

  /** Number of epochs done since the model was compiled. */
  public int epoch() {
    return epoch;
  }

  /** Steps done in the epoch that has begun. */
  int step() {
    return step;
  }

  void endStep() {
    step++;
  }

  void endEpoch() {
    epoch++;
    step = 0;
  }

  /** Learning rate of the next update. */
  public double learningRate() {
    Double fixed = learningRate;
    return fixed != null ? fixed : objective().optimizer().learningRate().rate(updates);
  }

  /** Replaces the optimiser's schedule by a fixed rate. */
  public void setLearningRate(double rate) {
    learningRate = rate;
  }

  /**
   * Trains on a data set until {@code options.epochs()} epochs have been done.
   *
   * @return loss and metrics of the epochs
   * @throws dev.lanewise.error.UnsupportedModelException before the first step, if an operator on
   *     the way from the loss to a variable has no gradient
   */
  public History fit(Dataset data, FitOptions how) {
    if (data.size() == 0) {
      throw new InvalidInputException("the data set is empty");
    }
    return new Fit(this, data, how).run();
  }

  /** Does one update; loss and metrics are those before it. */
  public Map<String, Double> trainOnBatch(Batch batch) {
    Scores scores = new Scores(objective().metrics());
    train(batch, scores, null);
    return scores.results();
  }

  /** Does one update and tells a listener about every step of the plan. */
  public void trainOnBatch(Batch batch, StepListener listener) {
    train(batch, new Scores(objective().metrics()), listener);
  }

  void train(Batch batch, Scores scores, @Nullable StepListener listener) {
    TrainingStep compiled = steps.get(batch, objective(), true);
    compiled.run(batch, learningRate(), seed, updates, listener);
    updates++;
    weights.changed();
    compiled.addTo(scores, batch.size());
  }

  /**
   * Derivatives of the mean loss of a batch, for those who write their own loop. Nothing changes,
   * neither variables nor moving averages.
   */
  public Derivatives differentiate(Batch batch) {
    TrainingStep compiled = steps.get(batch, objective(), false);
    double loss = compiled.run(batch, 0, seed, updates);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (Weight weight : trained()) {
      gradients.put(weight.name(), compiled.extra(gradients.size()).copy());
    }
    return new Derivatives(loss, gradients);
  }

  /**
   * Lets the optimiser move variables along derivatives, which its clipping limits before. This is
   * one update; variables without a derivative stay.
   *
   * @throws IllegalArgumentException if a name is no variable that can be trained, or a derivative
   *     is of another type; then nothing has changed
   */
  public void apply(Map<String, Tensor> gradients) {
    gradients.forEach((variable, gradient) -> weights.get(variable).requireMovable(gradient));
    float rate = (float) learningRate();
    Optimizer optimizer = objective().optimizer();
    List<Tensor> limited = optimizer.clipping().limit(List.copyOf(gradients.values()));
    Iterator<Tensor> next = limited.iterator();
    for (String variable : gradients.keySet()) {
      weights.get(variable).move(optimizer, rate, updates, next.next());
    }
    updates++;
    weights.changed();
  }

  private List<Weight> trained() {
    return weights.all().stream().filter(Weight::isTrainable).toList();
  }

  /**
   * Mean loss, penalties of regularisers included, and metrics of a data set by name.
   *
   * @throws IllegalArgumentException if batchSize is less than 1
   */
  public Map<String, Double> evaluate(Dataset data, int batchSize) {
    Scores scores = new Scores(objective().metrics());
    try (InferenceModel model =
            InferenceModel.scoring(
                architecture, weights, objective(), inputs, data.label(), options);
        BatchFeed feed = new BatchFeed(data, batchSize)) {
      feed.start(Randomness.identity(data.size()), 0, 0);
      for (int at = 0; at < data.size(); at += batchSize) {
        model.score(feed.next(), scores);
      }
    }
    return scores.results();
  }

  /**
   * The model's output for its inputs.
   *
   * @param samples one tensor per input, the batch first
   */
  public Tensor predict(Tensor... samples) {
    InferenceModel model = predictor;
    if (model == null || predictorVersion != weights.version()) {
      if (model != null) {
        model.close();
      }
      model = InferenceModel.predicting(toGraph(), options);
      predictor = model;
      predictorVersion = weights.version();
    }
    return model.predict(List.of(samples));
  }

  /** The model for inference, its variables as constants. */
  public Graph toGraph() {
    return InferenceModel.graph(architecture, weights, name, inputNames, inputs, outputName);
  }

  /** A table of the variables; {@link Network#summary} is one of the layers. */
  public String summary() {
    return weights.summary();
  }

  /** Copies of the variables by name, in order. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    weights.all().forEach(w -> copies.put(w.name(), w.current(0).copy()));
    return copies;
  }

  /** Gives variables other values; those that are not named stay. */
  public void setWeights(Map<String, Tensor> values) {
    values.forEach((variable, value) -> weights.get(variable).set(0, value));
    weights.changed();
    steps.close();
  }

  /** Writes the model for inference to a file of our own format. */
  public void save(Path file) {
    LanewiseWriter.write(toGraph(), WriteOptions.DEFAULT, file);
  }

  /**
   * Writes all that is needed to go on with the training to a file, which appears only when it is
   * complete.
   */
  public void saveCheckpoint(Path file) {
    Double fixed = learningRate;
    Checkpoint.write(
        weights,
        new Checkpoint.Progress(
            seed,
            updates,
            epoch,
            step,
            fixed == null ? Double.NaN : fixed,
            objective().optimizer().className()),
        file);
  }

  /**
   * Goes back to where a checkpoint was written; training goes on from there as if it had never
   * ended. The model must have been compiled in the same way.
   *
   * @throws dev.lanewise.error.ModelFormatException if the file is damaged, or was written by
   *     another model, and then nothing has changed
   */
  public void loadCheckpoint(Path file) {
    Checkpoint.Progress at =
        Checkpoint.read(weights, objective().optimizer().className(), seed, file);
    updates = at.updates();
    epoch = at.epoch();
    step = at.step();
    learningRate = Double.isNaN(at.learningRate()) ? null : at.learningRate();
    steps.close();
  }

  /** The plan of a step on such batches: its steps, and the memory for what they compute. */
  public PlanSummary planSummary(Batch batch) {
    return steps.get(batch, objective(), true).planSummary(batch);
  }

  /** The plan of a step on such batches, for people: one line per step. */
  public String describePlan(Batch batch) {
    return steps.get(batch, objective(), true).describePlan(batch);
  }

  /** Ends the sessions. */
  @Override
  public void close() {
    steps.close();
    if (predictor != null) {
      predictor.close();
    }
  }
}
