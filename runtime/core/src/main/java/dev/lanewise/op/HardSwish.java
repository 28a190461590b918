package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Piecewise swish: {@code x · max(0, min(1, x / 6 + 1 / 2))}. */
public record HardSwish() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.HARD_SWISH);
  }
}
