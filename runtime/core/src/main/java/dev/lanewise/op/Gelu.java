package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Gauss error linear unit: {@code x · Φ(x)}, Φ being the distribution function of the standard
 * normal distribution.
 *
 * @param tanh whether Φ is approximated by {@code (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2}
 */
public record Gelu(boolean tanh) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(tanh ? UnaryFunction.GELU_TANH : UnaryFunction.GELU);
  }
}
