package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** {@code x · tanh(log(1 + exp(x)))}. */
public record Mish() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.MISH);
  }
}
