package dev.lanewise.plan;

import dev.lanewise.kernel.Team;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The caller's thread and a few daemon threads that help it. One run uses the helpers at a time;
 * while they are taken, other callers work alone, with the same results. Helpers spin for a moment
 * between the pieces of a run and park when nothing comes; they are started by the first run that
 * can use them.
 *
 * <p>The parts of a piece are cut into as many equal ranges as members take part. Each member does
 * its own range first and then helps with others', so that the same member meets the same places of
 * an activation from step to step, and finds them in its own cache.
 */
public final class WorkerTeam implements Team {
  private static final int CLOSED = -1;
  private static final long SPIN_NANOS = 100_000;
  private static final int APART = 32;

  private static final boolean HAS_SPIN_HINT = hasSpinHint();

  private final @Nullable Executor executor;
  private final Helper[] helpers;
  private final AtomicBoolean taken = new AtomicBoolean();

  /** CLOSED, or the number of helpers that are inside the current piece of work. */
  private final AtomicInteger gate = new AtomicInteger(CLOSED);

  /** For each member the next part of its range; a counter has two cache lines to itself. */
  private final AtomicIntegerArray next;

  /** Number of the current piece of work, by which a helper knows whether it has been there. */
  private volatile int piece;

  private int pieces;

  private @Nullable Task task;
  private int count;
  private @Nullable Object state;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * A team of a number of threads, the caller's included.
   *
   * @param executor where helpers come from, for one piece of work at a time; null for daemon
   *     threads of the team's own
   */
  public WorkerTeam(int threads, @Nullable Executor executor) {
    this.executor = executor;
    helpers = new Helper[Math.max(0, threads - 1)];
    next = new AtomicIntegerArray((helpers.length + 2) * APART);
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  @Override
  public int size() {
    return helpers.length + 1;
  }

  @Override
  public void run(Task work, int parts, Object argument) {
    if (parts == 1 || helpers.length == 0 || closed || !taken.compareAndSet(false, true)) {
      SERIAL.run(work, parts, argument);
      return;
    }
    try {
      task = work;
      count = parts;
      state = argument;
      int wanted = Math.min(helpers.length, parts - 1);
      for (int member = 0; member <= wanted; member++) {
        next.set(counter(member), first(member, parts));
      }
      piece = ++pieces;
      gate.set(0);
      for (int i = 0; i < wanted; i++) {
        helpers[i].wake();
      }
      take(work, parts, argument, 0);
      while (!gate.compareAndSet(0, CLOSED)) {
        pause();
      }
      rethrow();
    } finally {
      state = null;
      taken.set(false);
    }
  }

  /** Ends the helpers; the caller's thread can still run work alone. */
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper.thread);
    }
  }

  private static boolean hasSpinHint() {
    try {
      Thread.onSpinWait();
      return true;
    } catch (LinkageError e) {
      // Android has it since API level 33
      return false;
    }
  }

  private static void pause() {
    if (HAS_SPIN_HINT) {
      Thread.onSpinWait();
    }
  }

  private static int counter(int member) {
    return (member + 1) * APART;
  }

  private int members(int parts) {
    return Math.min(helpers.length + 1, parts);
  }

  /** Where the range of a member begins and that of the one before it ends. */
  private int first(int member, int parts) {
    return (int) ((long) parts * member / members(parts));
  }

  private void take(Task work, int parts, Object argument, int worker) {
    int members = members(parts);
    try {
      for (int i = 0; i < members; i++) {
        int member = (worker + i) % members;
        int counter = counter(member);
        int end = first(member + 1, parts);
        int part;
        while ((part = next.getAndIncrement(counter)) < end) {
          work.run(part, worker, argument);
        }
      }
    } catch (Throwable t) {
      for (int member = 0; member < members; member++) {
        next.set(counter(member), parts);
      }
      failure = t;
    }
  }

  private void rethrow() {
    Throwable t = failure;
    if (t != null) {
      failure = null;
      if (t instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (t instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(t);
    }
  }

  private boolean enter() {
    int inside = gate.get();
    while (inside != CLOSED) {
      if (gate.compareAndSet(inside, inside + 1)) {
        return true;
      }
      inside = gate.get();
    }
    return false;
  }

  private final class Helper implements Runnable {
    private final int index;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Runnable fromExecutor = this::helpFromExecutor;
    private volatile boolean parked;
    private @Nullable Thread thread;
    private int done;

    Helper(int index) {
      this.index = index;
    }

    void wake() {
      if (executor != null) {
        try {
          executor.execute(fromExecutor);
        } catch (RejectedExecutionException e) {
          // The caller does all the work itself.
          return;
        }
      } else if (thread == null) {
        Thread t = new Thread(this, "lanewise-" + index);
        t.setDaemon(true);
        thread = t;
        t.start();
      } else if (parked) {
        LockSupport.unpark(thread);
      }
    }

    private void helpFromExecutor() {
      // An executor may be late: two of its threads must not be the same member of the team.
      if (busy.compareAndSet(false, true)) {
        try {
          helpOnce();
        } finally {
          busy.set(false);
        }
      }
    }

    private boolean helpOnce() {
      if (!enter()) {
        return false;
      }
      done = piece;
      Task work = task;
      Object argument = state;
      if (work != null && argument != null) {
        take(work, count, argument, index);
      }
      gate.decrementAndGet();
      return true;
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      int spins = 0;
      while (!closed) {
        if (helpOnce()) {
          while (gate.get() != CLOSED && piece == done) {
            pause();
          }
          idleSince = System.nanoTime();
          spins = 0;
        } else if (++spins % 64 != 0 || System.nanoTime() - idleSince < SPIN_NANOS) {
          pause();
        } else {
          parked = true;
          if (gate.get() == CLOSED && !closed) {
            LockSupport.park(this);
          }
          parked = false;
          idleSince = System.nanoTime();
        }
      }
    }
  }
}
