package dev.lanewise.bench;

import java.util.Arrays;

/**
 * Times of single runs in microseconds.
 *
 * @param lower first quartile
 * @param median median
 * @param upper third quartile
 * @param runs how many were measured
 */
record Times(double lower, double median, double upper, int runs) {
  /** From the nanoseconds of at least one run. */
  static Times of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Times(
        Stats.quantile(sorted, 0.25) / 1e3,
        Stats.quantile(sorted, 0.5) / 1e3,
        Stats.quantile(sorted, 0.75) / 1e3,
        sorted.length);
  }
}
