package dev.lanewise.kernel;

/**
 * Functions of one variable that {@link Elementwise} kernels and {@link Epilogue epilogues}
 * compute; a and b are the two parameters of a call. Definitions are those of the ONNX operator of
 * the name.
 */
public enum UnaryFunction {
  /** x. */
  IDENTITY,
  /** max(x, 0). */
  RELU,
  /** x where x ≥ 0, else a·x. */
  LEAKY_RELU,
  /** min(max(x, a), b); NaN stays NaN. */
  CLIP,
  /** 1 / (1 + exp(−x)). */
  SIGMOID,
  /** tanh x. */
  TANH,
  /** exp x. */
  EXP,
  /** Natural logarithm. */
  LOG,
  /** √x. */
  SQRT,
  /** 1 / x. */
  RECIPROCAL,
  /** |x|. */
  ABS,
  /** −x. */
  NEG,
  /** x². */
  SQUARE,
  /** a·x + b. */
  AFFINE,
  /** Gauss error function. */
  ERF,
  /** x·Φ(x) with the exact normal distribution. */
  GELU,
  /** x/2·(1 + tanh(√(2/π)(x + 0.044715 x³))). */
  GELU_TANH,
  /** x·sigmoid(a·x). */
  SWISH,
  /** max(0, min(1, a·x + b)). */
  HARD_SIGMOID,
  /** x·max(0, min(1, x/6 + 1/2)). */
  HARD_SWISH,
  /** x where x ≥ 0, else a·(exp x − 1). */
  ELU,
  /** b·x where x &gt; 0, else b·a·(exp x − 1). */
  SELU,
  /** max(0, x) + min(0, a·(exp(x/a) − 1)). */
  CELU,
  /** log(1 + exp x). */
  SOFTPLUS,
  /** x / (1 + |x|). */
  SOFTSIGN,
  /** x·tanh(softplus x). */
  MISH,
  /** x where x &gt; a, else 0. */
  THRESHOLDED_RELU,
  /** Largest integer not above x. */
  FLOOR,
  /** Smallest integer not below x. */
  CEIL,
  /** Nearest integer, ties to even. */
  ROUND
}
