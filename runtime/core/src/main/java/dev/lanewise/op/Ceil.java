package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Smallest integer not below x. */
public record Ceil() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.CEIL);
  }
}
