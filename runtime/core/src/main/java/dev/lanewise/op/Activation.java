package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;

/**
 * A function of one variable that the kernels can compute on floats.
 *
 * @param function which function
 * @param alpha its first parameter
 * @param beta its second parameter
 */
public record Activation(UnaryFunction function, float alpha, float beta) {
  private static final int CHEAP_GRAIN = 32_768;
  private static final int COSTLY_GRAIN = 8_192;

  /** A function without parameters. */
  public Activation(UnaryFunction function) {
    this(function, 0, 0);
  }

  /**
   * Whether every finite number gives a finite one, so that the function may run over channels of
   * unspecified content.
   */
  boolean keepsFinite() {
    return switch (function) {
      case LOG, SQRT, RECIPROCAL -> false;
      default -> true;
    };
  }

  /** Elements worth a thread of their own. */
  private int grain() {
    return switch (function) {
      case IDENTITY, RELU, LEAKY_RELU, CLIP, ABS, NEG, SQUARE, AFFINE, THRESHOLDED_RELU ->
          CHEAP_GRAIN;
      default -> COSTLY_GRAIN;
    };
  }

  /** Replaces n elements, from element {@code at} on, computed in double precision. */
  void apply(double[] v, int at, int n) {
    if (function == UnaryFunction.IDENTITY) {
      return;
    }
    for (int i = at; i < at + n; i++) {
      v[i] = apply(v[i]);
    }
  }

  private double apply(double x) {
    double a = alpha;
    double b = beta;
    return switch (function) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x < 0 ? a * x : x;
      case CLIP -> Math.min(Math.max(x, a), b);
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case SQUARE -> x * x;
      case AFFINE -> a * x + b;
      case ERF -> ErrorFunction.erf(x);
      case GELU -> x * ErrorFunction.erfc(-x / Math.sqrt(2)) / 2;
      case GELU_TANH -> x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
      case SWISH -> x * sigmoid(a * x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, a * x + b));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case ELU -> x < 0 ? a * Math.expm1(x) : x;
      case SELU -> x > 0 ? b * x : b * a * Math.expm1(x);
      case CELU -> Math.max(0, x) + Math.min(0, a * Math.expm1(x / a));
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case MISH -> x * Math.tanh(softplus(x));
      case THRESHOLDED_RELU -> x > a ? x : 0;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Emits a step that computes n contiguous floats; x and y may be the same place. */
  void emit(Lowering l, String description, Ref x, Ref y, int n) {
    if (n == 0) {
      return;
    }
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        n,
        grain(),
        (frame, from, to) ->
            kernel.unary(
                function,
                alpha,
                beta,
                frame.floats(x),
                x.offset() + from,
                frame.floats(y),
                y.offset() + from,
                to - from));
  }
}
