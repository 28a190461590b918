package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares the errors of Lanewise and of peers against arithmetic in double precision. */
final class AccuracyCheck {
  private final List<Peer> peers;
  private final SessionOptions options;

  AccuracyCheck(List<Peer> peers, SessionOptions options) {
    this.peers = peers;
    this.options = options;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    List<String> columns = new ArrayList<>(List.of("model", "largest output", "lanewise"));
    for (Peer peer : peers) {
      columns.add(peer.id());
      columns.add("ours / " + peer.id());
    }
    columns.add("not in double precision");
    Table table =
        Table.of("Largest error against a run in double precision", columns.toArray(new String[0]));
    progress.each(
        models,
        table,
        subject -> {
          table.add(cells(subject));
          progress.row(table);
        });
    return Findings.Section.of("accuracy", table);
  }

  private Object[] cells(Subject subject) {
    DoubleEvaluation evaluation = new DoubleEvaluation();
    List<Datum> exact = evaluation.run(subject.model().graph(), subject.inputs());
    List<Object> cells = new ArrayList<>(List.of(subject.name(), largest(exact)));
    double ours;
    try (Contender contender =
        new LanewiseContender(subject.model(), subject.inputs(), options.withThreads(1))) {
      ours = error(contender.outputs(), exact);
    }
    cells.add(ours);
    for (Peer peer : peers) {
      double theirs;
      try (Contender contender = peer.load(subject, 1)) {
        theirs = error(contender.outputs(), exact);
      } catch (PeerException e) {
        theirs = Double.NaN;
      }
      cells.add(theirs);
      cells.add(ours == theirs ? 1.0 : ours / theirs);
    }
    cells.add(String.join(" ", evaluation.narrow()));
    return cells.toArray();
  }

  private static double largest(List<Datum> values) {
    double largest = 0;
    for (Datum d : values) {
      if (d instanceof Tensor t && t.dtype().isFloating()) {
        for (double v : t.toDoubles()) {
          largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
        }
      }
    }
    return largest;
  }

  /** The largest difference of a floating-point output; NaN if the shapes differ. */
  static double error(List<Datum> got, List<Datum> exact) {
    double error = 0;
    for (int o = 0; o < exact.size(); o++) {
      if (got.get(o) instanceof Tensor g
          && exact.get(o) instanceof Tensor e
          && e.dtype().isFloating()) {
        if (g.size() != e.size()) {
          return Double.NaN;
        }
        double[] a = g.toDoubles();
        double[] b = e.toDoubles();
        for (int i = 0; i < b.length; i++) {
          if (a[i] != b[i] && !(Double.isNaN(a[i]) && Double.isNaN(b[i]))) {
            error = Math.max(error, Math.abs(a[i] - b[i]));
          }
        }
      }
    }
    return error;
  }
}
