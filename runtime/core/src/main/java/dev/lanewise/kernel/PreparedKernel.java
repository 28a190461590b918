package dev.lanewise.kernel;

import java.util.Set;

/**
 * A kernel with its algorithm and blocking chosen for one set of sizes. Immutable and shared by all
 * threads.
 *
 * <p>The work is a sequence of phases; the tasks of one phase may run at the same time on different
 * threads, and a phase starts when all tasks of the one before have ended. Tasks cut the output and
 * never a sum, so results do not depend on how many threads take part.
 */
public interface PreparedKernel {
  /** Algorithm and blocking in a few words, for plans that are printed. */
  String describe();

  /** Number of phases, at least 1. */
  int phases();

  /** Number of independent tasks of a phase, at least 1. */
  int tasks(int phase);

  /** Floats of scratch one run needs, shared by its tasks. */
  int scratch();

  /**
   * Runs one task.
   *
   * @param phase from 0 to {@link #phases()} − 1
   * @param task from 0 to {@link #tasks(int)} − 1
   * @param worker index of the calling thread in the team, below the thread count given when the
   *     kernel was prepared; two tasks with the same worker never run at once
   */
  void run(int phase, int task, int worker, Operands operands);

  /**
   * Tiny pieces of the kernel's work on data of their own, for a warm-up: they run the code that
   * takes a compiler longest to notice in large pieces. Equal ones run the same code.
   */
  default Set<Runnable> rehearsals() {
    return Set.of();
  }
}
