package dev.lanewise.bench;

import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import dev.lanewise.tensor.Datum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures a model on Lanewise and on peers in alternation. */
final class Comparison {
  private static final double MAX_WARM_UP = 20;

  /**
   * What came out for a model and a number of threads.
   *
   * @param model the model
   * @param threads threads of everybody
   * @param kernels what ours ran on
   * @param warmUp how ours got warm
   * @param ours our times
   * @param peers what came out for each peer
   */
  record Result(
      String model,
      int threads,
      String kernels,
      WarmUp warmUp,
      Times ours,
      Map<Peer, PeerResult> peers) {
    /** Median of a peer / our median. */
    double ratio(Peer peer) {
      Times t = of(peer).times();
      return t == null ? Double.NaN : t.median() / ours.median();
    }

    /** What came out for a peer. */
    PeerResult of(Peer peer) {
      return Objects.requireNonNull(peers.get(peer));
    }
  }

  /**
   * What came out for a peer.
   *
   * @param times its times, null if it could not be measured
   * @param agreement how its outputs compare with ours, or why it could not be measured
   */
  record PeerResult(@Nullable Times times, Agreement agreement) {}

  private final List<Peer> peers;
  private final SessionOptions options;
  private final double seconds;

  Comparison(List<Peer> peers, SessionOptions options, double seconds) {
    this.peers = List.copyOf(peers);
    this.options = options;
    this.seconds = seconds;
  }

  /** Compares the outputs, warms everybody up, and measures. */
  Result measure(Subject subject, int threads) {
    Map<Peer, Agreement> agreements = new LinkedHashMap<>();
    Map<Peer, Contender> present = new LinkedHashMap<>();
    try (LanewiseContender ours =
        new LanewiseContender(subject.model(), subject.inputs(), options.withThreads(threads))) {
      List<Datum> outputs = ours.outputs();
      for (Peer peer : peers) {
        Contender theirs = null;
        try {
          theirs = peer.load(subject, threads);
          agreements.put(peer, agreement(subject, outputs, theirs));
          present.put(peer, theirs);
        } catch (PeerException e) {
          if (theirs != null) {
            theirs.close();
          }
          agreements.put(peer, Agreement.unknown("not measured: " + e.getMessage()));
        }
      }
      WarmUp warmUp = WarmUp.of(ours::run, MAX_WARM_UP);
      present.values().forEach(c -> WarmUp.of(c::run, seconds));
      List<Runnable> runs = new ArrayList<>();
      runs.add(ours::run);
      present.values().forEach(c -> runs.add(c::run));
      long[][] nanos = Duel.forSeconds(runs, seconds);
      Map<Peer, PeerResult> results = new LinkedHashMap<>();
      int next = 1;
      for (Peer peer : peers) {
        Times times = present.containsKey(peer) ? Times.of(nanos[next++]) : null;
        results.put(peer, new PeerResult(times, Objects.requireNonNull(agreements.get(peer))));
      }
      return new Result(
          subject.name(), threads, ours.kernels().toString(), warmUp, Times.of(nanos[0]), results);
    } finally {
      present.values().forEach(Contender::close);
    }
  }

  private static Agreement agreement(Subject subject, List<Datum> outputs, Contender theirs) {
    try {
      return Agreement.of(subject.model().graph(), outputs, theirs.outputs(), subject.expected());
    } catch (PeerException e) {
      theirs.run();
      return Agreement.unknown("NOT COMPARED: " + e.getMessage());
    }
  }
}
