package dev.lanewise.op;

import dev.lanewise.kernel.UnaryFunction;

/**
 * An activation of a recurrent cell: {@code outputScale · f(inputScale · x)}.
 *
 * @param activation the function f
 * @param inputScale factor of its argument
 * @param outputScale factor of its value
 */
public record CellFunction(Activation activation, float inputScale, float outputScale) {
  /** The logistic function. */
  public static final CellFunction SIGMOID = of(new Activation(UnaryFunction.SIGMOID));

  /** The hyperbolic tangent. */
  public static final CellFunction TANH = of(new Activation(UnaryFunction.TANH));

  /** An activation as it is. */
  public static CellFunction of(Activation activation) {
    return new CellFunction(activation, 1, 1);
  }

  /** Replaces n numbers after limiting them to [−clip, clip]. */
  void apply(double[] v, int at, int n, float clip) {
    for (int i = at; i < at + n; i++) {
      v[i] = inputScale * Math.max(-clip, Math.min(clip, v[i]));
    }
    activation.apply(v, at, n);
    for (int i = at; i < at + n; i++) {
      v[i] *= outputScale;
    }
  }
}
