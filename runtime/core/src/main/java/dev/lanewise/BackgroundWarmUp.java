package dev.lanewise;

import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Warms up a session's program once, after the first answer. */
final class BackgroundWarmUp {
  private final Programs programs;
  private final @Nullable Executor executor;
  private final boolean compares;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile long fastest = Long.MAX_VALUE;
  private boolean done;

  /**
   * @param executor where to warm up; null for a thread of its own
   * @param compares whether the program that is warmed must be faster than that which answers
   */
  BackgroundWarmUp(Programs programs, @Nullable Executor executor, boolean compares) {
    this.programs = programs;
    this.executor = executor;
    this.compares = compares;
  }

  /** A run has ended; the first one starts the warm-up. */
  void answered(Datum[] inputs, long nanos) {
    if (nanos < fastest) {
      fastest = nanos;
    }
    if (!started.get() && started.compareAndSet(false, true)) {
      Datum[] copies = inputs.clone();
      for (int i = 0; i < copies.length; i++) {
        if (copies[i] instanceof Tensor t) {
          copies[i] = t.copy();
        }
      }
      start(() -> warmUp(copies));
    }
  }

  private void start(Runnable task) {
    if (executor == null) {
      Thread thread = new Thread(task, "lanewise-warm-up");
      thread.setDaemon(true);
      thread.start();
      return;
    }
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      // The executor has no room now; the next answer asks again.
      started.set(false);
    }
  }

  private void warmUp(Datum[] inputs) {
    try {
      warmUp(inputs, Team.SERIAL);
    } catch (RuntimeException | LinkageError e) {
      Log.info("warming up in the background failed, the scalar kernels go on: " + e);
      Log.debug("warming up in the background failed", e);
    }
  }

  /** Warms up now; a second call finds the program flipped. */
  boolean warmUp(Datum[] inputs, Team team) {
    synchronized (this) {
      if (!done) {
        started.set(true);
        boolean warm = programs.flip(inputs, team, compares ? fastest : Long.MAX_VALUE);
        done = true;
        return warm;
      }
    }
    return programs.warmUp(inputs, team);
  }
}
