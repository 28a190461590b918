package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * Scaled exponential linear unit: {@code gamma · x} where {@code x > 0}, else {@code gamma · alpha
 * · (exp(x) − 1)}.
 *
 * @param alpha negative limit before scaling
 * @param gamma scale
 */
public record Selu(float alpha, float gamma) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SELU, alpha, gamma);
  }
}
