package dev.lanewise.trainer;

/**
 * A rate that falls geometrically: {@code first · factor^(updates / steps)}.
 *
 * @param first rate at the start
 * @param steps updates after which the factor has been applied once
 * @param factor the factor
 * @param staircase whether the exponent is rounded down, so that the rate falls in steps
 */
public record ExponentialDecay(double first, long steps, double factor, boolean staircase)
    implements Schedule {
  /** Checks the number of steps. */
  public ExponentialDecay {
    Schedules.requirePositive("steps", steps);
  }

  @Override
  public double rate(long updates) {
    double exponent = (double) updates / steps;
    return first * Math.pow(factor, staircase ? Math.floor(exponent) : exponent);
  }
}
