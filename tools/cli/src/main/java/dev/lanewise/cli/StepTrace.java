package dev.lanewise.cli;

import dev.lanewise.plan.PlanStep;
import dev.lanewise.plan.StepListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The steps of one run with their times. */
final class StepTrace implements StepListener {
  private @Nullable PlanStep[] steps = new PlanStep[256];
  private long[] starts = new long[256];
  private long[] ends = new long[256];
  private int count;

  @Override
  public void ended(PlanStep step, long start, long end) {
    if (count == steps.length) {
      steps = Arrays.copyOf(steps, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    steps[count] = step;
    starts[count] = start;
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  PlanStep step(int i) {
    PlanStep step = steps[i];
    if (step == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return step;
  }

  long start(int i) {
    return starts[i];
  }

  long nanos(int i) {
    return ends[i] - starts[i];
  }

  /** Nanoseconds from the first step's start to the last one's end. */
  long total() {
    return count == 0 ? 0 : ends[count - 1] - starts[0];
  }
}
