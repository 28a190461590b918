package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison says in one line: ratios peer / ours, above 1 where we are faster.
 *
 * @param geomean geometric mean of all ratios, NaN of none
 * @param models how many models
 * @param slowest the model with the smallest ratio
 * @param slowestRatio that ratio
 */
record Story(double geomean, long models, String slowest, double slowestRatio) {
  /**
   * A measured ratio.
   *
   * @param model the model
   * @param threads threads of both
   * @param peer the peer's name
   * @param ratio median of the peer / our median
   */
  record Ratio(String model, int threads, String peer, double ratio) {}

  static Story of(List<Ratio> ratios) {
    Ratio worst =
        ratios.stream()
            .min(Comparator.comparingDouble(Ratio::ratio))
            .orElse(new Ratio("-", 0, "-", Double.NaN));
    return new Story(
        Stats.geomean(ratios.stream().mapToDouble(Ratio::ratio).toArray()),
        ratios.stream().map(Ratio::model).distinct().count(),
        worst.model(),
        worst.ratio());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "geomean %.3f over %d models, slowest %s %.3f",
        geomean,
        models,
        slowest,
        slowestRatio);
  }

  /** A line per peer and thread count, and last one over all thread counts for the first peer. */
  static List<String> lines(List<Ratio> ratios, List<Integer> threads, List<String> peers) {
    List<String> lines = new ArrayList<>();
    for (String peer : peers) {
      for (int n : threads) {
        List<Ratio> some =
            ratios.stream().filter(r -> r.peer().equals(peer) && r.threads() == n).toList();
        lines.add(peer + ", " + n + (n == 1 ? " thread: " : " threads: ") + of(some));
      }
    }
    lines.add(of(ratios.stream().filter(r -> r.peer().equals(peers.get(0))).toList()).toString());
    return lines;
  }
}
