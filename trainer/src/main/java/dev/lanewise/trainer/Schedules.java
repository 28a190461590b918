package dev.lanewise.trainer;

/** What learning-rate schedules share. */
final class Schedules {
  private Schedules() {}

  static void requirePositive(String name, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + steps);
    }
  }
}
