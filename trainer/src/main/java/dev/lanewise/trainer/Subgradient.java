package dev.lanewise.trainer;

/**
 * The subgradient method with diminishing steps (Shor, "Minimization Methods for Non-Differentiable
 * Functions", 1985): {@code x ← x − rate / √t · g} at update t. For losses with bends, such as
 * {@link MeanAbsoluteError} and {@link Hinge}, where steps of one length go to and fro across the
 * minimum: these become as short as one likes, and yet lead as far as one likes.
 *
 * @param learningRate rate of the first update; a schedule acts beside the root
 * @param clipping what is done to subgradients before; limiting the norm makes the length of a step
 *     independent of theirs
 */
public record Subgradient(Schedule learningRate, Clipping clipping) implements Optimizer {
  /** With a rate for the first update. */
  public Subgradient(double rate) {
    this(Schedule.constant(rate), Clipping.NONE);
  }

  @Override
  public String className() {
    return "Subgradient";
  }

  @Override
  public int slots() {
    return 0;
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float length = (float) (rate / Math.sqrt(step));
    for (int i = 0; i < n; i++) {
      x[i] -= length * gradient[i];
    }
  }
}
