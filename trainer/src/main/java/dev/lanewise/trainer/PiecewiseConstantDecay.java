package dev.lanewise.trainer;

import java.util.List;

/**
 * A rate that changes at given updates and stays in between.
 *
 * @param boundaries numbers of updates up to which, inclusive, the rates count, in order
 * @param rates one rate per boundary and one for what comes after the last one
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> rates)
    implements Schedule {
  /** Checks the order and the numbers, and copies the lists. */
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    rates = List.copyOf(rates);
    if (rates.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          boundaries.size() + " boundaries need one rate more, but there are " + rates.size());
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        throw new IllegalArgumentException("boundaries must grow, but are " + boundaries);
      }
    }
  }

  @Override
  public double rate(long updates) {
    int piece = 0;
    while (piece < boundaries.size() && updates > boundaries.get(piece)) {
      piece++;
    }
    return rates.get(piece);
  }
}
