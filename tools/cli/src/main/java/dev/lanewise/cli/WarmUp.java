package dev.lanewise.cli;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs something until it is in its steady state: in five windows in a row the median run was no
 * more than 2 % faster than in the best window before, and the JIT compiler worked for less than a
 * twentieth of the window. A window is 100 ms, and at least three runs.
 *
 * @param steady whether that came about in the time that was given
 * @param seconds how long it took
 * @param runs how many runs it took
 */
public record WarmUp(boolean steady, double seconds, long runs) {
  private static final long WINDOW_NANOS = 100_000_000;
  private static final int MIN_RUNS = 3;
  private static final int MAX_SAMPLES = 10_000;
  private static final int CALM_WINDOWS = 5;
  private static final double GAIN = 0.98;
  private static final double COMPILING = 0.05;

  /** Warms up for at most a number of seconds, and one window. */
  public static WarmUp of(Runnable run, double maxSeconds) {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long begin = System.nanoTime();
    long runs = 0;
    int calm = 0;
    double best = Double.MAX_VALUE;
    long[] samples = new long[MAX_SAMPLES];
    while (calm < CALM_WINDOWS) {
      long start = System.nanoTime();
      if ((start - begin) / 1e9 > maxSeconds) {
        return new WarmUp(false, (start - begin) / 1e9, runs);
      }
      long compiled = compileMillis(compiler);
      long now = start;
      int n = 0;
      while (n < MIN_RUNS || now - start < WINDOW_NANOS) {
        run.run();
        long then = System.nanoTime();
        samples[n++ % MAX_SAMPLES] = then - now;
        now = then;
      }
      runs += n;
      long[] sorted = Arrays.copyOf(samples, Math.min(n, MAX_SAMPLES));
      Arrays.sort(sorted);
      double median = sorted[sorted.length / 2];
      boolean quiet = (compileMillis(compiler) - compiled) * 1e6 < (now - start) * COMPILING;
      calm = quiet && median >= GAIN * best ? calm + 1 : 0;
      best = Math.min(best, median);
    }
    return new WarmUp(true, (System.nanoTime() - begin) / 1e9, runs);
  }

  private static long compileMillis(@Nullable CompilationMXBean compiler) {
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }
}
