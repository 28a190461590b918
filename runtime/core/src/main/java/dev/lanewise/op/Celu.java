package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Continuously differentiable exponential linear unit: {@code max(0, x) + min(0, alpha · (exp(x /
 * alpha) − 1))}.
 *
 * @param alpha shape; not 0
 */
public record Celu(float alpha) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.CELU, alpha, 0);
  }
}
