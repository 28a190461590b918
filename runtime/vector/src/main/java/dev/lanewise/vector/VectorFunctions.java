package dev.lanewise.vector;

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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of one variable on vectors, to be inlined into loops. Minimum and maximum are compare
 * and blend: two instructions instead of the five of {@link FloatVector#max}, and NaN stays NaN.
 */
final class VectorFunctions {
  private static final VectorSpecies<Float> S = Lanes.S;

  /** Below this, exp is 0 in single precision. */
  static final float EXP_LOW = -104f;

  /** Above this, exp is infinite in single precision. */
  private static final float EXP_HIGH = 89f;

  /** The largest argument whose {@link #powerMinus1} does not overflow on the way. */
  private static final float EXPM1_HIGH = 87.5f;

  /** Above this, e^x / (1 + e^x) is 1 in single precision. */
  private static final float SATURATION = 30f;

  private static final float HALF_LOG2_E = 0.7213475f;

  /** 1.5·2^23 + 127: adding it rounds m to an integer whose low bits are the exponent of 2^m. */
  private static final float ROUNDER = 12583039f;

  /** 2·log 2 in two parts. */
  private static final float LOG4_HIGH = 1.3862944f;

  private static final float LOG4_LOW = (float) (Math.log(4) - LOG4_HIGH);

  /**
   * Minimax fit (Remez) of (e^r − 1 − r) / r² for |r| ≤ log 2, relative error of e^r 1.5e-8 before
   * rounding.
   */
  private static final float E2 = 0x1.00000cp-1f;

  private static final float E3 = 0x1.55550ep-3f;
  private static final float E4 = 0x1.554a04p-5f;
  private static final float E5 = 0x1.11284ep-7f;
  private static final float E6 = 0x1.71bd7ep-10f;
  private static final float E7 = 0x1.9b48f8p-13f;

  /**
   * Minimax fit (Remez) of (log(1 + f) − f + f²/2) / f³ for √½ − 1 ≤ f ≤ √2 − 1, relative error of
   * the logarithm 7.6e-10 before rounding.
   */
  private static final float L3 = 0.33333313f;

  private static final float L4 = -0.2500001f;
  private static final float L5 = 0.20002124f;
  private static final float L6 = -0.16668005f;
  private static final float L7 = 0.14219452f;
  private static final float L8 = -0.124053404f;
  private static final float L9 = 0.11888696f;
  private static final float L10 = -0.116775155f;
  private static final float L11 = 0.06747731f;

  /** log 2 in two parts; the first times an exponent is exact. */
  private static final float LOG2_HIGH = 0x1.62ep-1f;

  private static final float LOG2_LOW = (float) (Math.log(2) - LOG2_HIGH);
  private static final int SQRT_HALF_BITS = 0x3f3504f3;

  private static final float SQRT_HALF = (float) Math.sqrt(0.5);

  /** Factors of x and x³ in 2z of {@link #geluTanh}. */
  private static final float GELU_TANH_1 = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float GELU_TANH_3 = 0.044715f * GELU_TANH_1;

  private VectorFunctions() {}

  static FloatVector constant(float x) {
    return FloatVector.broadcast(S, x);
  }

  static FloatVector atLeast(FloatVector x, float low) {
    return x.blend(low, x.compare(VectorOperators.LT, low));
  }

  static FloatVector atMost(FloatVector x, float high) {
    return x.blend(high, x.compare(VectorOperators.GT, high));
  }

  static FloatVector clamp(FloatVector x, float low, float high) {
    return atMost(atLeast(x, low), high);
  }

  static FloatVector relu(FloatVector x) {
    return atLeast(x, 0);
  }

  static FloatVector exp(FloatVector x) {
    return power(clamp(x, EXP_LOW, EXP_HIGH));
  }

  /** e^x for x ≤ 0 or NaN. */
  static FloatVector expOfNegative(FloatVector x) {
    return power(atLeast(x, EXP_LOW));
  }

  /**
   * e^x for −104 ≤ x ≤ 89 or NaN: x = 2m·log 2 + r, |r| ≤ log 2, e^x = e^r·2^m·2^m. The two factors
   * 2^m never leave the range of normal numbers, so that large results overflow and small ones
   * underflow by themselves.
   */
  private static FloatVector power(FloatVector x) {
    FloatVector t = x.fma(constant(HALF_LOG2_E), constant(ROUNDER));
    FloatVector r = remainder(x, t);
    FloatVector s = scale(t);
    return polynomial(r).fma(r, constant(1)).mul(s).mul(s);
  }

  /** e^x − 1, accurate near 0, for −104 ≤ x ≤ 87.5 or NaN. */
  private static FloatVector powerMinus1(FloatVector x) {
    FloatVector t = x.fma(constant(HALF_LOG2_E), constant(ROUNDER));
    FloatVector r = remainder(x, t);
    FloatVector s = scale(t);
    FloatVector square = s.mul(s);
    return polynomial(r).mul(r).fma(square, square.sub(1));
  }

  private static FloatVector remainder(FloatVector x, FloatVector t) {
    FloatVector m = t.sub(ROUNDER);
    return m.fma(constant(-LOG4_LOW), m.fma(constant(-LOG4_HIGH), x));
  }

  private static FloatVector scale(FloatVector t) {
    return t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /** (e^r − 1) / r. */
  private static FloatVector polynomial(FloatVector r) {
    FloatVector p = constant(E7).fma(r, constant(E6));
    p = p.fma(r, constant(E5));
    p = p.fma(r, constant(E4));
    p = p.fma(r, constant(E3));
    p = p.fma(r, constant(E2));
    return p.fma(r, constant(1));
  }

  /**
   * log x = e·log 2 + log m with x = 2^e·m, √½ ≤ m &lt; √2; denormal numbers are scaled up first.
   */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(0x1p23f), denormal);
    IntVector bits = scaled.reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    f = f.sub(1);
    FloatVector e =
        exponent.add(Float.floatToRawIntBits(0x1.8p23f)).reinterpretAsFloats().sub(0x1.8p23f);
    e = e.blend(e.sub(23), denormal);
    FloatVector square = f.mul(f);
    FloatVector p = logTail(f).mul(f).fma(square, e.mul(LOG2_LOW));
    p = square.fma(constant(-0.5f), p);
    FloatVector result = e.fma(constant(LOG2_HIGH), f.add(p));
    result = result.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    result = constant(Float.NaN).blend(result, x.compare(VectorOperators.GE, 0));
    return result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
  }

  /** (log(1 + f) − f + f²/2) / f³. */
  private static FloatVector logTail(FloatVector f) {
    FloatVector p = constant(L11).fma(f, constant(L10));
    p = p.fma(f, constant(L9));
    p = p.fma(f, constant(L8));
    p = p.fma(f, constant(L7));
    p = p.fma(f, constant(L6));
    p = p.fma(f, constant(L5));
    p = p.fma(f, constant(L4));
    return p.fma(f, constant(L3));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector p = power(clamp(x, EXP_LOW, SATURATION));
    return p.div(p.add(1));
  }

  /** tanh x = n / (n + 2) with n = e^2x − 1. */
  static FloatVector tanh(FloatVector x) {
    FloatVector n = powerMinus1(clamp(x.add(x), -SATURATION, SATURATION));
    return n.div(n.add(2));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector c = clamp(x, -ERF_LIMIT, ERF_LIMIT);
    FloatVector u = c.mul(c);
    FloatVector p = constant(ERF_P5).fma(u, constant(ERF_P4));
    FloatVector q = constant(ERF_Q5).fma(u, constant(ERF_Q4));
    p = p.fma(u, constant(ERF_P3));
    q = q.fma(u, constant(ERF_Q3));
    p = p.fma(u, constant(ERF_P2));
    q = q.fma(u, constant(ERF_Q2));
    p = p.fma(u, constant(ERF_P1));
    q = q.fma(u, constant(ERF_Q1));
    p = p.fma(u, constant(ERF_P0));
    q = q.fma(u, constant(1));
    return clamp(c.mul(p).div(q), -1, 1);
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector half = x.mul(0.5f);
    return half.fma(erf(x.mul(SQRT_HALF)), half);
  }

  /** x/2·(1 + tanh z) = x·sigmoid(2z) with z = √(2/π)·(x + 0.044715·x³). */
  static FloatVector geluTanh(FloatVector x) {
    FloatVector factor = x.mul(x).fma(constant(GELU_TANH_3), constant(GELU_TANH_1));
    return x.mul(sigmoid(x.mul(factor)));
  }

  /** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). */
  static FloatVector softplus(FloatVector x) {
    FloatVector t = expOfNegative(x.abs().neg());
    FloatVector p = constant(LOG1P_P2).fma(t, constant(LOG1P_P1)).fma(t, constant(1));
    FloatVector q = constant(LOG1P_Q3).fma(t, constant(LOG1P_Q2));
    q = q.fma(t, constant(LOG1P_Q1)).fma(t, constant(1));
    return relu(x).add(t.mul(p).div(q));
  }

  /** tanh(log(1 + p)) = n/(n + 2) with p = e^x, n = p·(p + 2). */
  static FloatVector mish(FloatVector x) {
    FloatVector p = power(clamp(x, EXP_LOW, SATURATION));
    FloatVector n = p.mul(p.add(2));
    return x.mul(n.div(n.add(2)));
  }

  static FloatVector elu(FloatVector x, float a) {
    return x.blend(powerMinus1(atLeast(x, EXP_LOW)).mul(a), x.compare(VectorOperators.LT, 0));
  }

  static FloatVector selu(FloatVector x, float a, float b) {
    return elu(x, a).mul(b);
  }

  static FloatVector celu(FloatVector x, float a) {
    FloatVector below = powerMinus1(clamp(x.div(a), EXP_LOW, EXPM1_HIGH)).mul(a);
    return x.blend(below, x.compare(VectorOperators.LT, 0));
  }

  static FloatVector leakyRelu(FloatVector x, float a) {
    return x.blend(x.mul(a), x.compare(VectorOperators.LT, 0));
  }

  static FloatVector hardSigmoid(FloatVector x, float a, float b) {
    return clamp(x.fma(constant(a), constant(b)), 0, 1);
  }

  static FloatVector thresholdedRelu(FloatVector x, float a) {
    return constant(0).blend(x, x.compare(VectorOperators.GT, a));
  }

  static FloatVector swish(FloatVector x, float a) {
    return x.mul(sigmoid(x.mul(a)));
  }

  static FloatVector hardSwish(FloatVector x) {
    return x.mul(hardSigmoid(x, 1 / 6f, 0.5f));
  }

  static FloatVector softsign(FloatVector x) {
    return x.div(x.abs().add(1));
  }
}
