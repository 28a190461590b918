package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Leaky rectified linear unit: x where {@code x ≥ 0}, else {@code alpha · x}.
 *
 * @param alpha slope for negative numbers
 */
public record LeakyRelu(float alpha) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.LEAKY_RELU, alpha, 0);
  }
}
