package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.Approximation.ERF_LIMIT;
import static dev.lanewise.kernel.Approximation.ERF_P0;
import static dev.lanewise.kernel.Approximation.ERF_P1;
import static dev.lanewise.kernel.Approximation.ERF_P2;
import static dev.lanewise.kernel.Approximation.ERF_P3;
import static dev.lanewise.kernel.Approximation.ERF_P4;
import static dev.lanewise.kernel.Approximation.ERF_P5;
import static dev.lanewise.kernel.Approximation.ERF_Q1;
import static dev.lanewise.kernel.Approximation.ERF_Q2;
import static dev.lanewise.kernel.Approximation.ERF_Q3;
import static dev.lanewise.kernel.Approximation.ERF_Q4;
import static dev.lanewise.kernel.Approximation.ERF_Q5;
import static dev.lanewise.kernel.Approximation.LOG1P_P1;
import static dev.lanewise.kernel.Approximation.LOG1P_P2;
import static dev.lanewise.kernel.Approximation.LOG1P_Q1;
import static dev.lanewise.kernel.Approximation.LOG1P_Q2;
import static dev.lanewise.kernel.Approximation.LOG1P_Q3;

/**
 * Functions of one variable, free of branches and bit operations so that C2 vectorises the loops
 * they stand in.
 *
 * <p>The exponential is computed in double precision as {@code (e^(x/256))^256}: a polynomial and
 * eight squarings, which cost eight of the 29 bits to spare. Its results are correctly rounded but
 * for ties within 2^-27.
 */
final class ScalarFunctions {
  /** Below this, exp is 0 in single precision. */
  private static final float EXP_LOW = -104f;

  /** Above this, exp is infinite in single precision. */
  private static final float EXP_HIGH = 89f;

  /** Above this, e^x / (1 + e^x) is 1 in single precision. */
  private static final float SATURATION = 30f;

  /**
   * Minimax fit of (e^r − 1 − r) / r², |r| ≤ 104/256; error of e^x at most 1.3e-9 after squaring.
   */
  private static final double E2 = 0.5000000001527911;

  private static final double E3 = 0.16666666972237276;
  private static final double E4 = 0.0416666607840827;
  private static final double E5 = 0.008333235955766773;
  private static final double E6 = 0.001388947133817393;
  private static final double E7 = 0.00019934339798210465;
  private static final double E8 = 2.467366242105376e-5;

  /**
   * tanh x = x·P(x²)/Q(x²), minimax fit on [−9.02, 9.02] with a relative error of 2.2e-8; above 1
   * beyond {@link #TANH_LIMIT}, where it is clamped.
   */
  private static final double TANH_P1 = 0.1338268531693147;

  private static final double TANH_P2 = 0.003497455350310219;
  private static final double TANH_P3 = 2.0635783694218215e-05;
  private static final double TANH_P4 = 1.3384236437866128e-08;
  private static final double TANH_Q1 = 0.4671600656397028;
  private static final double TANH_Q2 = 0.02588435211179398;
  private static final double TANH_Q3 = 0.0003288513724527591;
  private static final double TANH_Q4 = 7.79022705066414e-07;
  private static final float TANH_LIMIT = 9.2f;

  private static final float SQRT_HALF = (float) Math.sqrt(0.5);

  /** Factors of x and x³ in 2z of {@link #geluTanh}. */
  private static final float GELU_TANH_1 = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float GELU_TANH_3 = 0.044715f * GELU_TANH_1;

  private ScalarFunctions() {}

  static float clamp(float x, float low, float high) {
    return Math.min(Math.max(x, low), high);
  }

  /** e^x for −104 ≤ x ≤ 104 or NaN. */
  private static double power(float x) {
    double r = x * (1.0 / 256);
    double p = 1 + (r + r * r * tail(r));
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    return p * p;
  }

  private static double tail(double r) {
    return E2 + r * (E3 + r * (E4 + r * (E5 + r * (E6 + r * (E7 + r * E8)))));
  }

  static float exp(float x) {
    return (float) power(clamp(x, EXP_LOW, EXP_HIGH));
  }

  /** e^x − 1, accurate near 0: doubles the argument by e^2x − 1 = (e^x − 1)·(e^x − 1 + 2). */
  static float expm1(float x) {
    double r = clamp(x, EXP_LOW, EXP_HIGH) * (1.0 / 256);
    double p = r + r * r * tail(r);
    p *= p + 2;
    p *= p + 2;
    p *= p + 2;
    p *= p + 2;
    p *= p + 2;
    p *= p + 2;
    p *= p + 2;
    return (float) (p * (p + 2));
  }

  static float sigmoid(float x) {
    double p = power(clamp(x, EXP_LOW, SATURATION));
    return (float) (p / (1 + p));
  }

  static float tanh(float x) {
    double c = clamp(x, -TANH_LIMIT, TANH_LIMIT);
    double u = c * c;
    double p = 1 + u * (TANH_P1 + u * (TANH_P2 + u * (TANH_P3 + u * TANH_P4)));
    double q = 1 + u * (TANH_Q1 + u * (TANH_Q2 + u * (TANH_Q3 + u * TANH_Q4)));
    return clamp((float) (c * p / q), -1, 1);
  }

  static float erf(float x) {
    float c = clamp(x, -ERF_LIMIT, ERF_LIMIT);
    float u = c * c;
    float p = ERF_P0 + u * (ERF_P1 + u * (ERF_P2 + u * (ERF_P3 + u * (ERF_P4 + u * ERF_P5))));
    float q = 1 + u * (ERF_Q1 + u * (ERF_Q2 + u * (ERF_Q3 + u * (ERF_Q4 + u * ERF_Q5))));
    return clamp(c * p / q, -1, 1);
  }

  static float gelu(float x) {
    return 0.5f * x * (1 + erf(x * SQRT_HALF));
  }

  /** x/2·(1 + tanh z) = x·sigmoid(2z) with z = √(2/π)·(x + 0.044715·x³). */
  static float geluTanh(float x) {
    return x * sigmoid(x * (GELU_TANH_1 + GELU_TANH_3 * (x * x)));
  }

  /** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). */
  static float softplus(float x) {
    float t = exp(-Math.abs(x));
    float p = 1 + t * (LOG1P_P1 + t * LOG1P_P2);
    float q = 1 + t * (LOG1P_Q1 + t * (LOG1P_Q2 + t * LOG1P_Q3));
    return Math.max(x, 0) + t * p / q;
  }

  /** tanh(log(1 + p)) = n/(n + 2) with p = e^x, n = p·(p + 2). */
  static float mish(float x) {
    double p = power(clamp(x, EXP_LOW, SATURATION));
    double n = p * (p + 2);
    return x * (float) (n / (n + 2));
  }
}
