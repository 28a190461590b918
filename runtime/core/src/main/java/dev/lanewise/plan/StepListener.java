package dev.lanewise.plan;

/**
 * Is told about the steps of a run as they end, on the thread that runs them. What a step does
 * inside, such as the body of a loop, counts as that step.
 */
public interface StepListener {
  /**
   * A step has ended.
   *
   * @param step the same object in every run of a plan
   * @param start {@link System#nanoTime()} before it
   * @param end {@link System#nanoTime()} after it
   */
  void ended(PlanStep step, long start, long end);
}
