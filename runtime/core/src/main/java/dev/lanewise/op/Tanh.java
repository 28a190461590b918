package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Hyperbolic tangent. */
public record Tanh() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.TANH);
  }
}
