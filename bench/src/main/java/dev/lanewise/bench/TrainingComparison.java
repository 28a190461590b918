package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.CategoricalCrossentropy;
import dev.lanewise.trainer.CompileConfig;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.OneHotLabels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Steps of training against a peer: same network, first weights, batches, optimiser and threads.
 * Both first do the same updates, and their losses are reported; then they are timed in
 * alternation. Batches lie in the memory of each.
 */
final class TrainingComparison {
  private static final String MNIST = "mnist:";
  private static final int BATCHES = 50;
  private static final int ENDS = 10;
  private static final long SEED = 1;
  private static final double MAX_WARM_UP = 15;

  /** Times of a step, and losses during the first updates. */
  private record Result(Times ours, Times theirs, Losses ourLosses, Losses theirLosses) {}

  /** Mean losses of the first and of the last of some updates. */
  private record Losses(double first, double last) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.5f → %.5f", first, last);
    }
  }

  private final Peer peer;
  private final Path data;
  private final int batchSize;
  private final SessionOptions options;
  private final List<Integer> threads;
  private final double seconds;

  /**
   * A comparison.
   *
   * @param data such as {@code mnist:DIR}
   * @throws IllegalArgumentException if the data cannot be read; the message is for the user
   */
  TrainingComparison(
      Peer peer,
      String data,
      int batchSize,
      SessionOptions options,
      List<Integer> threads,
      double seconds) {
    if (!data.startsWith(MNIST)) {
      throw new IllegalArgumentException("--data '" + data + "': training needs mnist:DIR");
    }
    this.peer = peer;
    this.data = Path.of(data.substring(MNIST.length()));
    this.batchSize = batchSize;
    this.options = options;
    this.threads = threads;
    this.seconds = seconds;
  }

  Findings.Section measure(List<Path> configs, Progress progress) {
    Table table =
        Table.of(
            "Step of training in µs: median (quartiles)",
            "model",
            "batch",
            "threads",
            "lanewise",
            peer.id(),
            "ratio",
            "our losses",
            "its losses");
    List<Story.Ratio> ratios = new ArrayList<>();
    progress.begin(table);
    for (Path config : configs) {
      for (int n : threads) {
        try {
          Result r = measure(config, n);
          double ratio = r.theirs().median() / r.ours().median();
          table.add(
              Subject.name(config),
              batchSize,
              n,
              text(r.ours()),
              text(r.theirs()),
              ratio,
              r.ourLosses().toString(),
              r.theirLosses().toString());
          ratios.add(new Story.Ratio(Subject.name(config), n, peer.id(), ratio));
          progress.row(table);
        } catch (RuntimeException e) {
          progress.fail(table, config, e);
        }
      }
    }
    table
        .notes()
        .add("losses: means of the first and of the last " + ENDS + " of " + BATCHES + " updates");
    table.notes().forEach(progress::say);
    progress.say("");
    Findings.Section section = Findings.Section.of(Findings.TRAINING, table);
    return new Findings.Section(section.key(), table, ratios, section.json());
  }

  private static String text(Times t) {
    return String.format(Locale.ROOT, "%.0f (%.0f–%.0f)", t.median(), t.lower(), t.upper());
  }

  private Result measure(Path config, int n) {
    ModelConfig json = ModelConfig.parse(read(config));
    Network network = json.network();
    Objective all = CompileConfig.read(json.rest().path("compile_config"));
    Objective objective = new Objective(all.optimizer(), all.loss(), List.of());
    TrainableModel model = TrainableModel.of(network, SEED, options.withThreads(n));
    model.compile(objective);
    List<Batch> batches = batches(network, objective, model);
    try (Trainee ours = new LanewiseTrainee(model, batches);
        Trainee theirs =
            peer.train(network, model.weights().values(), objective.optimizer(), batches, n)) {
      Losses ourLosses = losses(ours);
      Losses theirLosses = losses(theirs);
      Runnable we = endless(ours);
      Runnable they = endless(theirs);
      WarmUp.of(we, MAX_WARM_UP);
      WarmUp.of(they, seconds);
      long[][] nanos = Duel.forSeconds(List.of(we, they), seconds);
      return new Result(Times.of(nanos[0]), Times.of(nanos[1]), ourLosses, theirLosses);
    }
  }

  private static String read(Path config) {
    try {
      return Files.readString(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Batch> batches(Network network, Objective objective, TrainableModel model) {
    Shape input = Objects.requireNonNull(network.inputs().get(0).type().shape());
    Dataset samples = Mnist.read(data, "train", input.slice(1, input.rank()));
    if (objective.loss() instanceof CategoricalCrossentropy) {
      TensorType output = (TensorType) model.toGraph().outputs().get(0).type();
      samples = new OneHotLabels(samples, Objects.requireNonNull(output.shape()).dim(-1));
    }
    List<Batch> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      float[] ones = new float[batchSize];
      Arrays.fill(ones, 1);
      Batch batch =
          new Batch(
              List.of(room(samples.inputs().get(0))),
              room(samples.label()),
              Tensor.of(Shape.of(batchSize), ones));
      for (int row = 0; row < batchSize; row++) {
        samples.copy((b * batchSize + row) % samples.size(), row, batch, row);
      }
      batches.add(batch);
    }
    return batches;
  }

  private Tensor room(TensorType sample) {
    DType dtype = sample.dtype();
    return Tensor.zeros(dtype, Shape.of(batchSize).concat(Objects.requireNonNull(sample.shape())));
  }

  /** Does the first updates. */
  private static Losses losses(Trainee trainee) {
    double[] losses = new double[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      losses[b] = trainee.step(b);
    }
    return new Losses(
        Arrays.stream(losses, 0, ENDS).average().orElseThrow(),
        Arrays.stream(losses, BATCHES - ENDS, BATCHES).average().orElseThrow());
  }

  private static Runnable endless(Trainee trainee) {
    int[] next = {0};
    return () -> trainee.step(next[0]++ % BATCHES);
  }
}
