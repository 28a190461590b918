package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures how far the slowest runs are from the usual ones, in alternation. */
final class Tails {
  private static final double MAX_WARM_UP = 20;

  private final List<Peer> peers;
  private final SessionOptions options;
  private final List<Integer> threads;
  private final int runs;

  Tails(List<Peer> peers, SessionOptions options, List<Integer> threads, int runs) {
    this.peers = peers;
    this.options = options;
    this.threads = threads;
    this.runs = runs;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    Table table =
        Table.of(
            "Tail of the latencies of " + runs + " runs, µs",
            "model",
            "threads",
            "runtime",
            "p50",
            "p99",
            "p99.9",
            "largest",
            "p99.9 / p50");
    progress.each(
        models,
        table,
        subject -> {
          for (int n : threads) {
            measure(subject, n, table, progress);
          }
        });
    return Findings.Section.of("tail", table);
  }

  private void measure(Subject subject, int n, Table table, Progress progress) {
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(
          new LanewiseContender(subject.model(), subject.inputs(), options.withThreads(n)));
      peers.forEach(peer -> contenders.add(peer.load(subject, n)));
      contenders.forEach(c -> WarmUp.of(c::run, MAX_WARM_UP));
      List<Runnable> works = new ArrayList<>();
      contenders.forEach(c -> works.add(c::run));
      long[][] nanos = Duel.forRuns(works, runs);
      for (int c = 0; c < nanos.length; c++) {
        Arrays.sort(nanos[c]);
        double p50 = Stats.quantile(nanos[c], 0.5) / 1e3;
        double p999 = Stats.quantile(nanos[c], 0.999) / 1e3;
        table.add(
            subject.name(),
            n,
            contenders.get(c).name(),
            p50,
            Stats.quantile(nanos[c], 0.99) / 1e3,
            p999,
            Stats.quantile(nanos[c], 1) / 1e3,
            p999 / p50);
        progress.row(table);
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
