package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Reciprocal: {@code 1 / x}. */
public record Reciprocal() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.RECIPROCAL);
  }
}
