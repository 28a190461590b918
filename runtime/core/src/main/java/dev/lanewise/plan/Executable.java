package dev.lanewise.plan;

import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Datum;
import org.jspecify.annotations.Nullable;

/** A compiled graph for one set of input types. Thread-safe. */
public interface Executable {
  /**
   * Computes the outputs.
   *
   * @param inputs one value per graph input, of the types this was compiled for
   * @param outputs one entry per graph output: a tensor of the right type to be written, or null,
   *     which is replaced by a new value
   * @param team threads to use
   */
  void run(Datum[] inputs, @Nullable Datum[] outputs, Team team);

  /** The same as {@link #run(Datum[], Datum[], Team)}, telling a listener about every step. */
  void run(Datum[] inputs, @Nullable Datum[] outputs, Team team, StepListener listener);

  /** What it consists of. */
  PlanSummary summary();

  /** A description for people, one line per step. */
  String describe();
}
