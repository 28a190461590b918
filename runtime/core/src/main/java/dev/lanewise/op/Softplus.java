package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Smooth rectifier: {@code log(1 + exp(x))}. */
public record Softplus() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SOFTPLUS);
  }
}
