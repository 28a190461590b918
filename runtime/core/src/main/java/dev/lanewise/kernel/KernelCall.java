package dev.lanewise.kernel;

/** Runs a prepared kernel phase after phase on a team. Immutable; a call allocates nothing. */
public final class KernelCall {
  private final PreparedKernel kernel;
  private final Team.Task[] phases;

  /** For calls of a kernel. */
  public KernelCall(PreparedKernel kernel) {
    this.kernel = kernel;
    this.phases = new Team.Task[kernel.phases()];
    for (int p = 0; p < phases.length; p++) {
      int phase = p;
      phases[p] = (index, worker, o) -> kernel.run(phase, index, worker, (Operands) o);
    }
  }

  /** The kernel. */
  public PreparedKernel kernel() {
    return kernel;
  }

  /**
   * Runs the kernel.
   *
   * @param team of at most as many threads as the kernel was prepared for
   */
  public void run(Operands operands, Team team) {
    for (int p = 0; p < phases.length; p++) {
      int tasks = kernel.tasks(p);
      if (tasks == 1) {
        kernel.run(p, 0, 0, operands);
      } else {
        team.run(phases[p], tasks, operands);
      }
    }
  }
}
