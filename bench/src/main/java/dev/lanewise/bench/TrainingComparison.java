package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import dev.lanewise.trainer.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Steps of training against a peer: same network, first weights, batches, optimiser and threads.
 * Both first do the same updates, and their losses are reported; then they are timed in
 * alternation. Batches lie in the memory of each.
 */
final class TrainingComparison {
  private static final int BATCHES = 50;
  private static final int ENDS = 10;
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
    this.peer = peer;
    this.data = TrainingSubject.folder(data);
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
    TrainingSubject subject =
        TrainingSubject.read(config, data, BATCHES, batchSize, options.withThreads(n));
    List<Batch> batches = subject.batches();
    try (Trainee ours = new LanewiseTrainee(subject.model(), batches);
        Trainee theirs =
            peer.train(
                subject.network(),
                subject.model().weights().values(),
                subject.objective().optimizer(),
                batches,
                n)) {
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
