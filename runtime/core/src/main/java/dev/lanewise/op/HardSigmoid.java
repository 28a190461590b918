package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Piecewise linear sigmoid: {@code max(0, min(1, alpha · x + beta))}.
 *
 * @param alpha slope
 * @param beta value at 0
 */
public record HardSigmoid(float alpha, float beta) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.HARD_SIGMOID, alpha, beta);
  }
}
