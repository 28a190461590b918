package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Natural logarithm. */
public record Log() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.LOG);
  }
}
