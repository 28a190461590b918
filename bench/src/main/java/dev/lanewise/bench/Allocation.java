package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;
import dev.lanewise.SessionOptions;
import dev.lanewise.cli.WarmUp;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts the bytes that warm runs allocate, on all threads, when the caller brings the outputs:
 * none where all shapes are known beforehand.
 */
final class Allocation {
  private static final double MAX_WARM_UP = 20;
  private static final double SECONDS = 0.3;
  private static final int MIN_RUNS = 5;
  private static final int MOST_TRIALS = 20;

  private final SessionOptions options;
  private final List<Integer> threads;
  private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  Allocation(SessionOptions options, List<Integer> threads) {
    this.options = options;
    this.threads = threads;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    Table table =
        Table.of(
            "Bytes allocated by a warm run with the caller's outputs",
            "model",
            "threads",
            "bytes per run",
            "shapes");
    progress.each(
        models,
        table,
        subject -> {
          for (int n : threads) {
            try (LanewiseContender ours =
                new LanewiseContender(subject.model(), subject.inputs(), options.withThreads(n))) {
              WarmUp.of(ours::run, MAX_WARM_UP);
              boolean known = ours.plan().isWhole();
              long bytes = bytesPerRun(ours);
              table.add(subject.name(), n, bytes, known ? "known" : "depend on data");
              progress.row(table);
              if (known && bytes > 0) {
                throw new IllegalStateException(bytes + " bytes per run with " + n + " threads");
              }
            }
          }
        });
    return Findings.Section.of("allocation", table);
  }

  /**
   * The least of some trials: the JVM's own threads allocate now and then, and vectors are objects
   * until the compiler is done with the last kernel.
   */
  private long bytesPerRun(Contender contender) {
    long least = Long.MAX_VALUE;
    for (int trial = 0; trial < MOST_TRIALS && least > 0; trial++) {
      long end = System.nanoTime() + (long) (SECONDS * 1e9);
      int runs = 0;
      long before = bean.getTotalThreadAllocatedBytes();
      while (runs < MIN_RUNS || System.nanoTime() < end) {
        contender.run();
        runs++;
      }
      long allocated = bean.getTotalThreadAllocatedBytes() - before;
      least = Math.min(least, allocated / runs);
    }
    return least;
  }
}
