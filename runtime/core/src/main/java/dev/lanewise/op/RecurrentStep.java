package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.Team;
import java.util.function.IntFunction;

/**
 * All directions of a recurrent operator. They do not depend on each other, so that each is a task
 * of its own where there are threads for it; a single one shares its products among the threads.
 */
final class RecurrentStep implements Step, Team.Task {
  /** Multiply-adds of a direction below which waking a thread costs more than it saves. */
  private static final long WORTH_A_THREAD = 1 << 18;

  private final RecurrentPass[] passes;
  private final boolean apart;

  private RecurrentStep(RecurrentPass[] passes) {
    this.passes = passes;
    this.apart = passes.length > 1 && passes[0].multiplyAdds() >= WORTH_A_THREAD;
  }

  /**
   * Adds the step.
   *
   * @param pass prepares one direction
   */
  static void emit(Lowering l, Recurrence op, String name, IntFunction<RecurrentPass> pass) {
    RecurrentPass[] passes = new RecurrentPass[op.direction().count()];
    for (int d = 0; d < passes.length; d++) {
      passes[d] = pass.apply(d);
    }
    for (RecurrentPass p : passes) {
      l.multiplyAdds(p.multiplyAdds());
    }
    l.emit(passes.length == 1 ? name : name + ", both directions", new RecurrentStep(passes));
  }

  @Override
  public void run(Frame f) {
    if (apart && f.team().size() > 1) {
      f.team().run(this, passes.length, f);
      return;
    }
    for (RecurrentPass pass : passes) {
      pass.run(f, f.team());
    }
  }

  @Override
  public void run(int index, int worker, Object state) {
    passes[index].run((Frame) state, Team.SERIAL);
  }
}
