package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/** Logistic function: {@code 1 / (1 + exp(−x))}. */
public record Sigmoid() implements UnaryMath {
  @Override
  public Activation activation() {
    return new Activation(UnaryFunction.SIGMOID);
  }
}
