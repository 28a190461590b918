package dev.lanewise.trainer;

/**
 * A rate that grows from near 0 in equal steps, {@code (updates + 1) / steps} of another schedule's
 * rate, which counts alone afterwards.
 *
 * @param schedule what is warmed up
 * @param steps updates of the warm-up
 */
public record WarmUp(Schedule schedule, long steps) implements Schedule {
  /** Checks the number of steps. */
  public WarmUp {
    Schedules.requirePositive("steps", steps);
  }

  @Override
  public double rate(long updates) {
    double share = Math.min(1, (updates + 1.0) / steps);
    return share * schedule.rate(updates);
  }
}
