package dev.lanewise.kernel;

/**
 * What a Conv or Gemm kernel does to a sum before it is stored: {@code activation(sum + bias +
 * residual)}, or {@link #requantised} of such a sum.
 *
 * @param activation applied last; {@link UnaryFunction#IDENTITY} for none
 * @param alpha first parameter of the activation
 * @param beta second parameter of the activation
 * @param residual whether {@link Operands#residual} is added before the activation
 * @param slope whether the activation is PRelu with one {@link Operands#slope} per output channel;
 *     {@code activation} is then IDENTITY
 * @param requantise whether the sum, an integer, becomes a smaller one; {@link Operands#slope} then
 *     holds a factor per output channel; alpha and beta are the smallest and the largest result,
 *     integers below 2^22, and {@code activation} is IDENTITY
 */
public record Epilogue(
    UnaryFunction activation,
    float alpha,
    float beta,
    boolean residual,
    boolean slope,
    boolean requantise) {
  /** No activation, no residual. */
  public static final Epilogue NONE =
      new Epilogue(UnaryFunction.IDENTITY, 0, 0, false, false, false);

  /** Checks that there is at most one activation. */
  public Epilogue {
    if ((slope || requantise) && activation != UnaryFunction.IDENTITY || slope && requantise) {
      throw new IllegalArgumentException("an epilogue has at most one activation");
    }
  }

  /** Whether anything is applied at the end (the residual or an activation). */
  public boolean isNone() {
    return !hasActivation() && !residual;
  }

  /** Whether an activation is applied. */
  public boolean hasActivation() {
    return activation != UnaryFunction.IDENTITY || hasChannelOperand();
  }

  /** Whether {@link Operands#slope} is needed. */
  public boolean hasChannelOperand() {
    return slope || requantise;
  }

  /** A requantised sum: its product with a factor, rounded once, ties to even, limited; no −0. */
  public float requantised(float sum, float factor) {
    return (float) Math.min(Math.max(Math.rint((double) sum * factor), alpha), beta) + 0f;
  }

  /** The same with an activation. */
  public Epilogue withActivation(UnaryFunction function, float alpha, float beta) {
    return new Epilogue(function, alpha, beta, residual, false, false);
  }

  /** The same with a residual. */
  public Epilogue withResidual() {
    return new Epilogue(activation, alpha, beta, true, slope, requantise);
  }

  /** The same with a PRelu slope per output channel. */
  public Epilogue withSlope() {
    return new Epilogue(UnaryFunction.IDENTITY, 0, 0, residual, true, false);
  }

  /** The same with results from {@code least} to {@code most}. */
  public Epilogue withRequantise(float least, float most) {
    return new Epilogue(UnaryFunction.IDENTITY, least, most, residual, false, true);
  }
}
