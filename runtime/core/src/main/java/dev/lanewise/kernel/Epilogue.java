package dev.lanewise.kernel;

/**
 * What a Conv or Gemm kernel does to a sum before it is stored: {@code activation(sum + bias +
 * residual)}.
 *
 * @param activation applied last; {@link UnaryFunction#IDENTITY} for none
 * @param alpha first parameter of the activation
 * @param beta second parameter of the activation
 * @param residual whether {@link Operands#residual} is added before the activation
 * @param slope whether the activation is PRelu with one {@link Operands#slope} per output channel;
 *     {@code activation} is then IDENTITY
 */
public record Epilogue(
    UnaryFunction activation, float alpha, float beta, boolean residual, boolean slope) {
  /** No activation, no residual. */
  public static final Epilogue NONE = new Epilogue(UnaryFunction.IDENTITY, 0, 0, false, false);

  /** Checks that there is at most one activation. */
  public Epilogue {
    if (slope && activation != UnaryFunction.IDENTITY) {
      throw new IllegalArgumentException("a PRelu slope excludes the activation " + activation);
    }
  }

  /** Whether anything is applied at the end (the residual or an activation). */
  public boolean isNone() {
    return activation == UnaryFunction.IDENTITY && !residual && !slope;
  }

  /** Whether an activation is applied. */
  public boolean hasActivation() {
    return activation != UnaryFunction.IDENTITY || slope;
  }

  /** The same with an activation. */
  public Epilogue withActivation(UnaryFunction function, float alpha, float beta) {
    return new Epilogue(function, alpha, beta, residual, false);
  }

  /** The same with a residual. */
  public Epilogue withResidual() {
    return new Epilogue(activation, alpha, beta, true, slope);
  }

  /** The same with a PRelu slope per output channel. */
  public Epilogue withSlope() {
    return new Epilogue(UnaryFunction.IDENTITY, 0, 0, residual, true);
  }
}
