package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Exponential function. */
public record Exp() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.EXP);
  }
}
