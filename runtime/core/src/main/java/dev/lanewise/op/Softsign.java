package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** {@code x / (1 + |x|)}. */
public record Softsign() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SOFTSIGN);
  }
}
