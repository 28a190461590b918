package dev.lanewise.trainer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training that is going on. */
public final class Fit {
  private final TrainableModel model;
  private final Dataset data;
  private final @Nullable Dataset validation;
  private final FitOptions options;
  private Scores scores;
  private boolean stopped;

  Fit(TrainableModel model, Dataset all, FitOptions options) {
    int kept = (int) Math.round(all.size() * (1 - options.validationSplit()));
    this.model = model;
    this.options = options;
    this.data = kept == all.size() ? all : all.slice(0, kept);
    this.validation =
        options.validation() != null || kept == all.size()
            ? options.validation()
            : all.slice(kept, all.size());
    this.scores = new Scores(model.objective().metrics());
  }

  /** The model. */
  public TrainableModel model() {
    return model;
  }

  /** How it is fitted. */
  public FitOptions options() {
    return options;
  }

  /** Steps done in this epoch. */
  public int step() {
    return model.step();
  }

  /** Steps of an epoch. */
  public int steps() {
    return (data.size() + options.batchSize() - 1) / options.batchSize();
  }

  /** Epochs done so far. */
  public int epoch() {
    return model.epoch();
  }

  /** Loss and metrics of this epoch so far. */
  public Map<String, Double> results() {
    return scores.results();
  }

  /** Ends the training after this step. */
  public void stop() {
    stopped = true;
  }

  History run() {
    try (BatchFeed feed = new BatchFeed(data, options.batchSize())) {
      return run(feed);
    }
  }

  private History run(BatchFeed feed) {
    History history = new History();
    options.callbacks().forEach(c -> c.began(this));
    while (!stopped && model.epoch() < options.epochs()) {
      options.callbacks().forEach(c -> c.epochBegan(this));
      runEpoch(feed);
      if (model.step() < steps()) {
        break;
      }
      Map<String, Double> results = new LinkedHashMap<>(scores.results());
      if (validation != null) {
        model
            .evaluate(validation, options.batchSize())
            .forEach((name, value) -> results.put("val_" + name, value));
      }
      history.add(results);
      model.endEpoch();
      options.callbacks().forEach(c -> c.epochEnded(this, results));
    }
    options.callbacks().forEach(c -> c.ended(this));
    return history;
  }

  private void runEpoch(BatchFeed feed) {
    scores = new Scores(model.objective().metrics());
    long random = Randomness.ofEpoch(model.seed(), model.epoch());
    int size = data.size();
    int[] order =
        options.shuffle() ? Randomness.permutation(size, random) : Randomness.identity(size);
    feed.start(order, random, model.step());
    while (model.step() < steps() && !stopped) {
      model.train(feed.next(), scores, null);
      model.endStep();
      for (int i = 0; i < options.callbacks().size(); i++) {
        options.callbacks().get(i).stepEnded(this);
      }
    }
  }
}
