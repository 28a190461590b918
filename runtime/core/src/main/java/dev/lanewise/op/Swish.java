package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * {@code x · sigmoid(alpha · x)}; SiLU where alpha is 1.
 *
 * @param alpha factor inside of the sigmoid
 */
public record Swish(float alpha) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SWISH, alpha, 0);
  }
}
