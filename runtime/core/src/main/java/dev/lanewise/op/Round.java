package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Nearest integer; halves go to the even one. */
public record Round() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.ROUND);
  }
}
