package dev.lanewise.op;

/**
 * Kernel function of a support vector machine.
 *
 * @param kind which function
 * @param gamma factor
 * @param coef0 summand
 * @param degree exponent of POLY
 */
public record SvmKernel(Kind kind, double gamma, double coef0, double degree) {
  /** The functions; s is the scalar product of the two vectors. */
  public enum Kind {
    /** s. */
    LINEAR,
    /** (gamma · s + coef0) to the power of degree. */
    POLY,
    /** exp(−gamma · squared distance). */
    RBF,
    /** tanh(gamma · s + coef0). */
    SIGMOID
  }

  /** The function of two vectors of n elements. */
  double of(double[] a, int aAt, double[] b, int bAt, int n) {
    return switch (kind) {
      case LINEAR -> Features.dot(a, aAt, b, bAt, n);
      case POLY -> Math.pow(gamma * Features.dot(a, aAt, b, bAt, n) + coef0, degree);
      case SIGMOID -> Math.tanh(gamma * Features.dot(a, aAt, b, bAt, n) + coef0);
      case RBF -> {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          double d = a[aAt + i] - b[bAt + i];
          sum += d * d;
        }
        yield Math.exp(-gamma * sum);
      }
    };
  }
}
