package dev.lanewise.bench;

import java.util.Arrays;
import java.util.List;

/** Measures contenders in alternation, so that a change of the machine's speed meets all alike. */
final class Duel {
  private static final long SLICE_NANOS = 15_000_000;
  private static final int MAX_SAMPLES = 200_000;

  /**
   * Times of single runs in microseconds.
   *
   * @param name the contender
   * @param lower first quartile
   * @param median median
   * @param upper third quartile
   * @param runs how many were measured
   */
  record Times(String name, double lower, double median, double upper, int runs) {}

  private Duel() {}

  /** Runs each contender for a number of seconds altogether, after a third of that as warm-up. */
  static List<Times> measure(List<? extends Contender> contenders, double seconds) {
    long[][] samples = new long[contenders.size()][MAX_SAMPLES];
    int[] counts = new int[contenders.size()];
    alternate(contenders, samples, counts, seconds / 3);
    Arrays.fill(counts, 0);
    alternate(contenders, samples, counts, seconds);
    return java.util.stream.IntStream.range(0, counts.length)
        .mapToObj(
            i -> {
              long[] sorted = Arrays.copyOf(samples[i], counts[i]);
              Arrays.sort(sorted);
              return new Times(
                  contenders.get(i).name(),
                  quantile(sorted, 0.25),
                  quantile(sorted, 0.5),
                  quantile(sorted, 0.75),
                  counts[i]);
            })
        .toList();
  }

  private static double quantile(long[] sorted, double q) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * q)] / 1e3;
  }

  private static void alternate(
      List<? extends Contender> contenders, long[][] samples, int[] counts, double seconds) {
    long end = System.nanoTime() + (long) (seconds * contenders.size() * 1e9);
    do {
      for (int c = 0; c < contenders.size(); c++) {
        Contender contender = contenders.get(c);
        long from = System.nanoTime();
        long now = from;
        while (now - from < SLICE_NANOS) {
          contender.run();
          long then = System.nanoTime();
          if (counts[c] < MAX_SAMPLES) {
            samples[c][counts[c]++] = then - now;
          }
          now = then;
        }
      }
    } while (System.nanoTime() < end);
  }
}
