package dev.lanewise.plan;

import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Datum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs plans until the code they use is compiled. A JVM compiles in the background what is called
 * often, so one run at a time leaves kernels slow that a run calls once. Here every kind of step is
 * repeated on the data of its place in the run; then whole runs follow, and so on in rounds, until
 * the time of a whole run has stopped falling.
 *
 * <p>For one thread; plans are warmed on execution state that no other run sees meanwhile.
 */
public final class Warming {
  /** Most calls of one kind of step in a round, and most time, for code that is compiled. */
  private static final int BURST_CALLS = 60;

  private static final long BURST_NANOS = 2_000_000;

  /** The same for code that is not: a compiler takes notice of a short loop by its calls alone. */
  private static final int BOXED_BURST_CALLS = 2000;

  private static final long BOXED_BURST_NANOS = 25_000_000;

  /** Most time of a rehearsal and of one turn, and calls that show that its code is compiled. */
  private static final long REHEARSAL_NANOS = 500_000_000;

  private static final long TURN_NANOS = 5_000_000;

  private static final int COMPILED_CALLS = 3;

  /** Most calls and time of whole runs in a round. */
  private static final int RUN_CALLS = 200;

  private static final long RUN_NANOS = 10_000_000;
  private static final long BOXED_RUN_NANOS = 2_000_000;

  /**
   * How long nothing may fall. A compiler's largest methods take it longest; kernels whose
   * allocation is counted are known not to be among them.
   */
  private static final long CALM_NANOS = 150_000_000;

  private static final long UNBOXED_CALM_NANOS = 50_000_000;

  /** The same for code that allocates as only code does that is not compiled for good. */
  private static final long BOXED_CALM_NANOS = 1_000_000_000;

  private static final int CALM_BURSTS = 4;
  private static final int BOXED_CALM_BURSTS = 40;

  /** What a step of a compiled plan may allocate. */
  private static final long FEW_BYTES = 4096;

  private static final double FALL = 0.97;

  /** Steps of less than this fraction of a run cannot make it noticeably faster. */
  private static final int NOTICEABLE = 50;

  /** What is known of a kind of step. */
  private static final class Kind {
    long best = Long.MAX_VALUE;
    int calmBursts;
    boolean boxed;
  }

  private final long deadline;
  private final BooleanSupplier cancelled;
  private final LongSupplier allocated;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<Object, Integer> lastRound = new IdentityHashMap<>();
  private final Set<Runnable> rehearsed = new HashSet<>();
  private int round;
  private boolean repeating;
  private boolean boxed;
  private long best = Long.MAX_VALUE;

  /**
   * A warm-up that has not begun.
   *
   * @param nanos longest time, not counting the round that is under way when it is over
   * @param cancelled asked between steps; ends the warm-up early
   * @param allocated bytes the current thread has allocated so far, see {@link
   *     dev.lanewise.kernel.KernelSet#allocatedBytes()}
   */
  public Warming(long nanos, BooleanSupplier cancelled, LongSupplier allocated) {
    this.deadline = System.nanoTime() + nanos;
    this.cancelled = cancelled;
    this.allocated = allocated;
  }

  /**
   * Warms a plan.
   *
   * @param inputs values to run on; they are read only
   * @param outputs how many outputs the plan has
   * @param nanos time of a run that is to be reached
   * @return whether the time of a run has stopped falling; false if there was not enough time for
   *     that, or to reach the time that was wanted
   */
  public boolean settle(Executable plan, Datum[] inputs, int outputs, Team team, long nanos) {
    WarmingTeam warm = new WarmingTeam(team, this);
    best = Long.MAX_VALUE;
    double level = Double.MAX_VALUE;
    long fell = System.nanoTime();
    while (true) {
      round++;
      boxed = false;
      plan.run(inputs, new Datum[outputs], warm);
      @Nullable Datum[] results = new Datum[outputs];
      long start = System.nanoTime();
      long now = start;
      long enough = boxed ? BOXED_RUN_NANOS : RUN_NANOS;
      for (int i = 0; i < RUN_CALLS && now - start < enough; i++) {
        plan.run(inputs, results, team);
        long then = System.nanoTime();
        best = Math.min(best, then - now);
        now = then;
      }
      if (best < FALL * level) {
        level = best;
        fell = now;
      } else if (now - fell > calmNanos() && best <= nanos) {
        return true;
      }
      if (isOver()) {
        return false;
      }
    }
  }

  private long calmNanos() {
    if (boxed) {
      return BOXED_CALM_NANOS;
    }
    return allocated.getAsLong() > 0 ? UNBOXED_CALM_NANOS : CALM_NANOS;
  }

  /** Shortest time of a whole run of the plan that was warmed last, in nanoseconds. */
  public long best() {
    return best;
  }

  private boolean isOver() {
    return cancelled.getAsBoolean() || System.nanoTime() - deadline > 0;
  }

  /** Whether a plan's steps are to be repeated: once in a round, and not within a repetition. */
  boolean begins(Object plan) {
    if (repeating || lastRound.getOrDefault(plan, 0) == round || isOver()) {
      return false;
    }
    lastRound.put(plan, round);
    return true;
  }

  /**
   * Does rehearsals that have not been done yet until their code is compiled. They take turns: one
   * is called while a compiler works on another.
   */
  void rehearse(Set<Runnable> rehearsals) {
    List<Runnable> pending = new ArrayList<>(rehearsals);
    pending.removeIf(rehearsal -> !rehearsed.add(rehearsal));
    long end = System.nanoTime() + REHEARSAL_NANOS * pending.size();
    while (!pending.isEmpty() && System.nanoTime() - end < 0 && !isOver()) {
      pending.removeIf(this::isCompiledAfterTurn);
    }
  }

  private boolean isCompiledAfterTurn(Runnable rehearsal) {
    long end = System.nanoTime() + TURN_NANOS;
    long then = allocated.getAsLong();
    int compiled = 0;
    while (compiled < COMPILED_CALLS && System.nanoTime() - end < 0) {
      rehearsal.run();
      long now = allocated.getAsLong();
      compiled = now - then <= FEW_BYTES ? compiled + 1 : 0;
      then = now;
    }
    return compiled == COMPILED_CALLS;
  }

  /**
   * Repeats the steps of a node that have just been run.
   *
   * @param kind same for steps that run the same code
   * @param steps restores what the node overwrites, and does its steps
   */
  void repeat(String kind, Runnable steps) {
    Kind known = kinds.computeIfAbsent(kind, k -> new Kind());
    int enough = known.boxed ? BOXED_CALM_BURSTS : CALM_BURSTS;
    if (known.calmBursts >= enough || isOver()) {
      return;
    }
    repeating = true;
    try {
      long shortest = Long.MAX_VALUE;
      int calls = 0;
      int compiled = 0;
      boolean waits = false;
      long allocatedThen = allocated.getAsLong();
      long start = System.nanoTime();
      long now = start;
      while (compiled < BURST_CALLS
          && calls++ < BOXED_BURST_CALLS
          && now - start < (waits ? BOXED_BURST_NANOS : BURST_NANOS)) {
        steps.run();
        long then = System.nanoTime();
        long allocatedNow = allocated.getAsLong();
        shortest = Math.min(shortest, then - now);
        compiled = allocatedNow - allocatedThen > FEW_BYTES ? 0 : compiled + 1;
        waits |= compiled == 0;
        allocatedThen = allocatedNow;
        now = then;
      }
      known.boxed = compiled == 0;
      boxed |= known.boxed && shortest * NOTICEABLE > best;
      if (shortest < FALL * known.best) {
        known.best = shortest;
        known.calmBursts = 0;
      } else {
        known.calmBursts++;
      }
    } finally {
      repeating = false;
    }
  }

  /** Steps of the same operator and algorithm run the same code, whatever their sizes. */
  static String kind(PlanStep step) {
    StringBuilder kind = new StringBuilder(step.operator()).append(' ');
    String kernel = step.kernel();
    for (int i = 0; i < kernel.length(); i++) {
      char c = kernel.charAt(i);
      if (c < '0' || c > '9') {
        kind.append(c);
      }
    }
    return kind.toString();
  }
}
