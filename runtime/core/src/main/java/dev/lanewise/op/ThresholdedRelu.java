package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * x where {@code x > alpha}, else 0.
 *
 * @param alpha threshold
 */
public record ThresholdedRelu(float alpha) implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.THRESHOLDED_RELU, alpha, 0);
  }
}
