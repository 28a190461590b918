package dev.lanewise.plan;

import java.util.List;

/**
 * What a plan consists of.
 *
 * @param steps its steps, in their order
 * @param arenaBytes memory for the intermediate values of one run
 * @param arenaBound bytes of those that live at the same time: no arena can be smaller
 * @param isWhole whether these are all steps; where shapes depend on data they are those up to
 *     there
 */
public record PlanSummary(List<PlanStep> steps, long arenaBytes, long arenaBound, boolean isWhole) {
  /** Copies the list. */
  public PlanSummary {
    steps = List.copyOf(steps);
  }

  /** Multiply-adds of all steps. */
  public long multiplyAdds() {
    return steps.stream().mapToLong(PlanStep::multiplyAdds).sum();
  }
}
