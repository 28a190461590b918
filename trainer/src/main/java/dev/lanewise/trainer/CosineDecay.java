package dev.lanewise.trainer;

/**
 * A rate that falls along half a cosine (Loshchilov and Hutter, 2016), after a linear warm-up if
 * one is wanted: from {@code first} to {@code peak} in {@code warmUp} updates, then {@code peak ·
 * ((1 − last) · (1 + cos(π · t / steps)) / 2 + last)} with t from 0 to {@code steps}.
 *
 * @param first rate at the start
 * @param steps updates from the peak to the end
 * @param last share of the peak that remains in the end
 * @param peak rate after the warm-up
 * @param warmUp updates of the warm-up, 0 for none
 */
public record CosineDecay(double first, long steps, double last, double peak, long warmUp)
    implements Schedule {
  /** Checks the number of steps. */
  public CosineDecay {
    Schedules.requirePositive("steps", steps);
    if (warmUp < 0) {
      throw new IllegalArgumentException("warmUp must not be negative, but is " + warmUp);
    }
  }

  /** Without warm-up, to 0. */
  public CosineDecay(double first, long steps) {
    this(first, steps, 0, first, 0);
  }

  @Override
  public double rate(long updates) {
    if (updates < warmUp) {
      return first + (peak - first) * updates / warmUp;
    }
    double t = Math.min(updates - warmUp, steps);
    double cosine = (1 + Math.cos(Math.PI * t / steps)) / 2;
    return peak * ((1 - last) * cosine + last);
  }
}
