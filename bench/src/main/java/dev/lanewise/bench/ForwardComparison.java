package dev.lanewise.bench;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import dev.lanewise.layers.Layer;
import dev.lanewise.plan.PlanStep;
import dev.lanewise.plan.StepListener;
import dev.lanewise.tensor.Datum;
import dev.lanewise.trainer.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way forward in a step of training against inference on the same batch, layer by layer, in
 * alternation: inference by the same operators, whose weights are given with each run, and as it
 * is, with weights that were prepared beforehand.
 */
final class ForwardComparison {
  private static final double MAX_WARM_UP = 15;
  private static final String ALL = "all";

  /** Adds up the steps of each layer in each run. */
  private static final class LayerTimes implements StepListener {
    private final Set<String> layers;
    private final Map<String, List<Long>> runs = new LinkedHashMap<>();
    private final Map<String, Set<String>> operators = new LinkedHashMap<>();
    private final Map<String, Long> run = new LinkedHashMap<>();

    LayerTimes(Set<String> layers) {
      this.layers = layers;
    }

    /** Steps on the way back have names of their own. */
    @Override
    public void ended(PlanStep step, long start, long end) {
      int slash = step.node().indexOf('/');
      String layer = slash < 0 ? step.node() : step.node().substring(0, slash);
      if (layers.contains(layer)) {
        run.merge(layer, end - start, Long::sum);
        operators.computeIfAbsent(layer, k -> new TreeSet<>()).add(step.operator());
      }
    }

    void endRun() {
      run.put(ALL, run.values().stream().mapToLong(Long::longValue).sum());
      run.forEach((layer, nanos) -> runs.computeIfAbsent(layer, k -> new ArrayList<>()).add(nanos));
      run.clear();
    }

    void forget() {
      runs.clear();
    }

    double median(String layer) {
      List<Long> nanos = runs.getOrDefault(layer, List.of(0L));
      return Times.of(nanos.stream().mapToLong(Long::longValue).toArray()).median();
    }

    String operators(String layer) {
      return String.join(", ", operators.getOrDefault(layer, Set.of()));
    }
  }

  private final Path folder;
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
  ForwardComparison(
      String data, int batchSize, SessionOptions options, List<Integer> threads, double seconds) {
    this.folder = TrainingSubject.folder(data);
    this.batchSize = batchSize;
    this.options = options;
    this.threads = threads;
    this.seconds = seconds;
  }

  Findings.Section measure(List<Path> configs, Progress progress) {
    Table table =
        Table.of(
            "The way forward in µs, medians",
            "model",
            "batch",
            "threads",
            "layer",
            "operators",
            "in training",
            "inference, weights given",
            "ratio",
            "inference");
    progress.begin(table);
    for (Path config : configs) {
      for (int n : threads) {
        try {
          measure(config, n, table, progress);
        } catch (RuntimeException e) {
          progress.fail(table, config, e);
        }
      }
    }
    progress.say("");
    return Findings.Section.of("forward", table);
  }

  private void measure(Path config, int n, Table table, Progress progress) {
    TrainingSubject subject =
        TrainingSubject.read(config, folder, 1, batchSize, options.withThreads(n));
    Batch batch = subject.batches().get(0);
    Set<String> layers =
        subject.network().layers().stream().map(Layer::name).collect(Collectors.toSet());
    LayerTimes training = new LayerTimes(layers);
    LayerTimes given = new LayerTimes(layers);
    LayerTimes inference = new LayerTimes(layers);
    GivenWeights unprepared = GivenWeights.of(subject.model().toGraph());
    try (var model = subject.model();
        Session unpacked = Model.of(unprepared.graph()).newSession(options.withThreads(n));
        Session packed = Model.of(model.toGraph()).newSession(options.withThreads(n))) {
      List<Datum> inputs = new ArrayList<>(batch.inputs());
      Runnable infer = runs(packed, inputs, inference);
      inputs.addAll(unprepared.weights());
      Runnable inferGiven = runs(unpacked, inputs, given);
      Runnable train =
          () -> {
            model.trainOnBatch(batch, training);
            training.endRun();
          };
      WarmUp.of(train, MAX_WARM_UP);
      WarmUp.of(inferGiven, seconds);
      WarmUp.of(infer, seconds);
      training.forget();
      given.forget();
      inference.forget();
      Duel.forSeconds(List.of(train, inferGiven, infer), seconds);
    }
    List<String> rows = new ArrayList<>();
    subject.network().layers().forEach(layer -> rows.add(layer.name()));
    rows.retainAll(training.runs.keySet());
    rows.add(ALL);
    for (String layer : rows) {
      table.add(
          Subject.name(config),
          batchSize,
          n,
          layer,
          training.operators(layer),
          training.median(layer),
          given.median(layer),
          given.median(layer) / training.median(layer),
          inference.median(layer));
      progress.row(table);
    }
  }

  private static Runnable runs(Session session, List<Datum> inputs, LayerTimes times) {
    Datum[] arguments = inputs.toArray(new Datum[0]);
    @Nullable Datum[] outputs = new Datum[1];
    return () -> {
      session.run(arguments, outputs, times);
      times.endRun();
    };
  }
}
