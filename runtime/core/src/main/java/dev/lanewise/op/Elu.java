package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Exponential linear unit: x where {@code x ≥ 0}, else {@code alpha · (exp(x) − 1)}.
 *
 * @param alpha negative limit
 */
public record Elu(float alpha) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.ELU, alpha, 0);
  }
}
