package dev.lanewise.trainer;

/**
 * The same learning rate always.
 *
 * @param value the rate
 */
public record ConstantRate(double value) implements Schedule {
  @Override
  public double rate(long updates) {
    return value;
  }
}
