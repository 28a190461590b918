package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures models against peers, for each number of threads. */
final class Comparisons {
  private static final double SPEED_UP_FROM_MICROS = 5000;

  private final List<Peer> peers;
  private final SessionOptions options;
  private final List<Integer> threads;
  private final double seconds;

  Comparisons(List<Peer> peers, SessionOptions options, List<Integer> threads, double seconds) {
    this.peers = peers;
    this.options = options;
    this.threads = threads;
    this.seconds = seconds;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    List<Story.Ratio> ratios = new ArrayList<>();
    Table table = Table.of("Latency in µs: median (quartiles)", columns());
    Comparison comparison = new Comparison(peers, options, seconds);
    List<Comparison.Result> results = new ArrayList<>();
    progress.each(
        models,
        table,
        subject -> {
          double single = Double.NaN;
          for (int n : threads) {
            Comparison.Result r = comparison.measure(subject, n);
            results.add(r);
            if (n == 1) {
              single = r.ours().median();
            }
            table.add(cells(r, single / r.ours().median()));
            progress.row(table);
            for (Peer peer : peers) {
              String detail = r.of(peer).agreement().detail();
              if (!detail.isEmpty()) {
                table.notes().add(subject.name() + ", " + peer.id() + ", " + n + ": " + detail);
              }
              if (!Double.isNaN(r.ratio(peer))) {
                ratios.add(new Story.Ratio(subject.name(), n, peer.id(), r.ratio(peer)));
              }
            }
          }
        });
    speedUps(results).forEach(note -> table.notes().add(note));
    return new Findings.Section("latency", table, ratios, json -> LatencyJson.write(json, results));
  }

  private String[] columns() {
    List<String> columns = new ArrayList<>(List.of("model", "threads", "lanewise"));
    for (Peer peer : peers) {
      columns.add(peer.id());
      columns.add("ratio");
      columns.add("outputs");
    }
    columns.add("speed-up");
    return columns.toArray(new String[0]);
  }

  private Object[] cells(Comparison.Result r, double speedUp) {
    List<Object> cells = new ArrayList<>(List.of(r.model(), r.threads()));
    cells.add(text(r.ours()) + (r.warmUp().steady() ? "" : " not steady"));
    for (Peer peer : peers) {
      Times theirs = r.of(peer).times();
      cells.add(theirs == null ? "–" : text(theirs));
      cells.add(r.ratio(peer));
      cells.add(r.of(peer).agreement().text());
    }
    cells.add(r.threads() == 1 ? Double.NaN : speedUp);
    return cells.toArray();
  }

  private static String text(Times t) {
    return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", t.median(), t.lower(), t.upper());
  }

  /** Our gain by threads on models that take more than five milliseconds. */
  private List<String> speedUps(List<Comparison.Result> results) {
    List<String> notes = new ArrayList<>();
    for (int n : threads) {
      List<Story.Ratio> gains = new ArrayList<>();
      for (Comparison.Result one : results) {
        for (Comparison.Result many : results) {
          if (one.threads() == 1
              && many.threads() == n
              && n > 1
              && one.model().equals(many.model())
              && one.ours().median() > SPEED_UP_FROM_MICROS) {
            gains.add(
                new Story.Ratio(one.model(), n, "", one.ours().median() / many.ours().median()));
          }
        }
      }
      if (!gains.isEmpty()) {
        Story s = Story.of(gains);
        notes.add(
            String.format(
                Locale.ROOT,
                "speed-up by %d threads above 5 ms: geomean %.2f over %d models, least %s %.2f",
                n,
                s.geomean(),
                s.models(),
                s.slowest(),
                s.slowestRatio()));
      }
    }
    return notes;
  }
}
