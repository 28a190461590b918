package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Square root; NaN for negative numbers. */
public record Sqrt() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SQRT);
  }
}
