package dev.lanewise.trainer;

/** A learning rate that depends on how many updates have been done. */
public interface Schedule {
  /**
   * The rate of an update.
   *
   * @param updates number of updates before this one
   */
  double rate(long updates);

  /** The same rate always. */
  static Schedule constant(double rate) {
    return new ConstantRate(rate);
  }
}
