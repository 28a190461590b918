package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Largest integer not above x. */
public record Floor() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.FLOOR);
  }
}
