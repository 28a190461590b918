package dev.lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs things in alternation, so that a change of the machine's speed meets all alike: a slice of
 * time each, in an order that turns round every time. Before a slice there is a pause in which the
 * threads of the one before go to sleep; the first run after it does not count if the slice holds
 * many.
 */
final class Duel {
  private static final long SLICE_NANOS = 45_000_000;

  /** ONNX Runtime's threads were seen to spin for 45 ms after a run. */
  private static final long PAUSE_MILLIS = 60;

  private static final int MANY = 4;
  private static final int MIN_SAMPLES = 3;
  private static final int MAX_SAMPLES = 1_000_000;

  private final List<? extends Runnable> runs;
  private final long[][] samples;
  private final int[] counts;
  private final long[] nanos;

  private Duel(List<? extends Runnable> runs) {
    this.runs = runs;
    this.samples = new long[runs.size()][1024];
    this.counts = new int[runs.size()];
    this.nanos = new long[runs.size()];
  }

  /**
   * Runs each for a number of seconds altogether, and at least three times.
   *
   * @return nanoseconds of the runs of each
   */
  static long[][] forSeconds(List<? extends Runnable> runs, double seconds) {
    Duel duel = new Duel(runs);
    return duel.until(
        () ->
            Arrays.stream(duel.nanos).allMatch(n -> n >= seconds * 1e9)
                && Arrays.stream(duel.counts).allMatch(n -> n >= MIN_SAMPLES));
  }

  /**
   * Runs each a number of times.
   *
   * @return nanoseconds of the runs of each
   */
  static long[][] forRuns(List<? extends Runnable> runs, int count) {
    Duel duel = new Duel(runs);
    long[][] all = duel.until(() -> Arrays.stream(duel.counts).allMatch(n -> n >= count));
    return Arrays.stream(all).map(a -> Arrays.copyOf(a, count)).toArray(long[][]::new);
  }

  private long[][] until(BooleanSupplier done) {
    int first = 0;
    while (!done.getAsBoolean()) {
      for (int i = 0; i < runs.size(); i++) {
        int c = (first + i) % runs.size();
        pause();
        slice(c);
      }
      first++;
    }
    long[][] results = new long[runs.size()][];
    for (int c = 0; c < results.length; c++) {
      results[c] = Arrays.copyOf(samples[c], counts[c]);
    }
    return results;
  }

  private void slice(int c) {
    Runnable run = runs.get(c);
    long begin = System.nanoTime();
    run.run();
    long now = System.nanoTime();
    if ((now - begin) * MANY >= SLICE_NANOS) {
      add(c, now - begin);
    }
    while (now - begin < SLICE_NANOS) {
      run.run();
      long then = System.nanoTime();
      add(c, then - now);
      now = then;
    }
    nanos[c] += now - begin;
  }

  private void add(int c, long duration) {
    if (counts[c] == samples[c].length && counts[c] < MAX_SAMPLES) {
      samples[c] = Arrays.copyOf(samples[c], 2 * counts[c]);
    }
    if (counts[c] < samples[c].length) {
      samples[c][counts[c]++] = duration;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted");
    }
  }
}
