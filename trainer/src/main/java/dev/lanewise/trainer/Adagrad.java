package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Adaptive gradients (Duchi, Hazan and Singer, 2011): {@code s ← s + g²}, {@code x ← x − rate · g /
 * √(s + epsilon)}, where s begins with a given number.
 *
 * @param learningRate learning rate
 * @param initialSum what the sum of squares begins with
 * @param epsilon keeps the root away from 0
 * @param clipping what is done to gradients before
 */
public record Adagrad(Schedule learningRate, double initialSum, double epsilon, Clipping clipping)
    implements Optimizer {
  /** With Keras' settings. */
  public Adagrad(double rate) {
    this(Schedule.constant(rate), 0.1, 1e-7, Clipping.NONE);
  }

  @Override
  public String className() {
    return "Adagrad";
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float[] s = slots[0];
    float more = (float) (initialSum + epsilon);
    for (int i = 0; i < n; i++) {
      float sum = s[i] + gradient[i] * gradient[i];
      s[i] = sum;
      x[i] -= rate * gradient[i] / (float) Math.sqrt(sum + more);
    }
  }

  @Override
  public void write(ObjectNode config) {
    config.put("initial_accumulator_value", initialSum);
    config.put("epsilon", epsilon);
  }
}
