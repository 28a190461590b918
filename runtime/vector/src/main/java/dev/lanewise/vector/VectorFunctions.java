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
 *
 * <p>C2 inlines the Vector API's methods without limit, but others only until 8,000 bytes of
 * bytecode have been inlined into a method, which is less than one exponential takes, and never
 * where they were seldom called while the profile was taken. A call that is not inlined passes its
 * vectors as objects. Therefore functions call other methods of this class first and the Vector API
 * afterwards, no method holds two transcendental functions, and other methods of this module that
 * are not the body of a hot loop take and return arrays and numbers.
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

  private static final float LOG2_E = (float) (1 / Math.log(2));

  private static final float HALF_LOG2_E = 0.7213475f;

  /** 1.5·2^23 + 127: adding it rounds m to an integer whose low bits are the exponent of 2^m. */
  private static final float ROUNDER = 12583039f;

  /** The bits of what {@link #ROUNDER} makes of 128: shifted, they are infinite. */
  private static final int INFINITE_BITS = Float.floatToRawIntBits(ROUNDER) + 128;

  /** From here on floats have no fraction. */
  private static final float INTEGERS = 0x1p23f;

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
   * Minimax fit of (e^−u − 1 + u) / u² for |u| ≤ ½·log 2, relative error of e^−u 3.2e-9 before
   * rounding.
   */
  private static final float D2 = 0x1.fffffcp-2f;

  private static final float D3 = -0x1.555492p-3f;
  private static final float D4 = 0x1.5558bp-5f;
  private static final float D5 = -0x1.123986p-7f;
  private static final float D6 = 0x1.6a4cb6p-10f;

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

  static FloatVector atLeast(FloatVector x, float low) {
    return x.blend(low, x.compare(VectorOperators.LT, low));
  }

  static FloatVector atMost(FloatVector x, float high) {
    return x.blend(high, x.compare(VectorOperators.GT, high));
  }

  static FloatVector clamp(FloatVector x, float low, float high) {
    return atMost(atLeast(x, low), high);
  }

  /**
   * Nearest integer, ties to even: from 2^23 on all floats are integers, and adding 2^23 to what is
   * smaller leaves no room for fractions.
   */
  static FloatVector round(FloatVector x) {
    FloatVector size = x.abs();
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    FloatVector y =
        size.add(INTEGERS).sub(INTEGERS).reinterpretAsInts().or(sign).reinterpretAsFloats();
    return x.blend(y, size.lt(INTEGERS));
  }

  static FloatVector relu(FloatVector x) {
    return atLeast(x, 0);
  }

  static FloatVector exp(FloatVector x) {
    return power(x, EXP_LOW, EXP_HIGH);
  }

  /** e^x for x ≤ 0 or NaN. */
  static FloatVector expOfNegative(FloatVector x) {
    return power(x, EXP_LOW, Float.POSITIVE_INFINITY);
  }

  /**
   * e^x for x clamped to a range inside [−104, 89]: x = 2m·log 2 + r, |r| ≤ log 2, e^x =
   * e^r·2^m·2^m. The two factors 2^m never leave the range of normal numbers, so that large results
   * overflow and small ones underflow by themselves.
   *
   * @param high an upper limit that is not reached may be infinite
   */
  private static FloatVector power(FloatVector x, float low, float high) {
    FloatVector c = x.blend(low, x.compare(VectorOperators.LT, low));
    if (high < Float.POSITIVE_INFINITY) {
      c = c.blend(high, c.compare(VectorOperators.GT, high));
    }
    FloatVector t = c.fma(FloatVector.broadcast(S, HALF_LOG2_E), FloatVector.broadcast(S, ROUNDER));
    FloatVector m = t.sub(ROUNDER);
    FloatVector r = m.fma(FloatVector.broadcast(S, -LOG4_HIGH), c);
    r = m.fma(FloatVector.broadcast(S, -LOG4_LOW), r);
    FloatVector p = FloatVector.broadcast(S, E7).fma(r, FloatVector.broadcast(S, E6));
    p = p.fma(r, FloatVector.broadcast(S, E5));
    p = p.fma(r, FloatVector.broadcast(S, E4));
    p = p.fma(r, FloatVector.broadcast(S, E3));
    p = p.fma(r, FloatVector.broadcast(S, E2));
    p = p.fma(r, FloatVector.broadcast(S, 1));
    p = p.fma(r, FloatVector.broadcast(S, 1));
    FloatVector s = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return p.mul(s).mul(s);
  }

  /**
   * e^x − 1, accurate near 0, for x clamped to a range inside [−104, 87.5]; as {@link #power}, with
   * (e^r − 1)·4^m + (4^m − 1).
   */
  private static FloatVector powerMinus1(FloatVector x, float low, float high) {
    FloatVector c = x.blend(low, x.compare(VectorOperators.LT, low));
    if (high < Float.POSITIVE_INFINITY) {
      c = c.blend(high, c.compare(VectorOperators.GT, high));
    }
    FloatVector t = c.fma(FloatVector.broadcast(S, HALF_LOG2_E), FloatVector.broadcast(S, ROUNDER));
    FloatVector m = t.sub(ROUNDER);
    FloatVector r = m.fma(FloatVector.broadcast(S, -LOG4_HIGH), c);
    r = m.fma(FloatVector.broadcast(S, -LOG4_LOW), r);
    FloatVector p = FloatVector.broadcast(S, E7).fma(r, FloatVector.broadcast(S, E6));
    p = p.fma(r, FloatVector.broadcast(S, E5));
    p = p.fma(r, FloatVector.broadcast(S, E4));
    p = p.fma(r, FloatVector.broadcast(S, E3));
    p = p.fma(r, FloatVector.broadcast(S, E2));
    p = p.fma(r, FloatVector.broadcast(S, 1));
    FloatVector s = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    FloatVector square = s.mul(s);
    return p.mul(r).fma(square, square.sub(1));
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
    p = square.fma(FloatVector.broadcast(S, -0.5f), p);
    FloatVector result = e.fma(FloatVector.broadcast(S, LOG2_HIGH), f.add(p));
    result = result.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    result = FloatVector.broadcast(S, Float.NaN).blend(result, x.compare(VectorOperators.GE, 0));
    return result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
  }

  /** (log(1 + f) − f + f²/2) / f³. */
  private static FloatVector logTail(FloatVector f) {
    FloatVector p = FloatVector.broadcast(S, L11).fma(f, FloatVector.broadcast(S, L10));
    p = p.fma(f, FloatVector.broadcast(S, L9));
    p = p.fma(f, FloatVector.broadcast(S, L8));
    p = p.fma(f, FloatVector.broadcast(S, L7));
    p = p.fma(f, FloatVector.broadcast(S, L6));
    p = p.fma(f, FloatVector.broadcast(S, L5));
    p = p.fma(f, FloatVector.broadcast(S, L4));
    return p.fma(f, FloatVector.broadcast(S, L3));
  }

  static FloatVector sigmoid(FloatVector x) {
    return FloatVector.broadcast(S, 1).div(decay(x).add(1));
  }

  /**
   * e^−x for what it is added to 1, infinite for x ≤ −88.4 and constant from {@link #SATURATION}
   * on: x = u − m·log 2, |u| ≤ ½·log 2, e^−x = e^−u·2^m. Far beyond the limit of m, where u is not
   * small, the polynomial is positive as every even one is.
   */
  private static FloatVector decay(FloatVector x) {
    FloatVector c = x.blend(SATURATION, x.compare(VectorOperators.GT, SATURATION));
    FloatVector t = c.fma(FloatVector.broadcast(S, -LOG2_E), FloatVector.broadcast(S, ROUNDER));
    IntVector bits = t.reinterpretAsInts().min(INFINITE_BITS);
    FloatVector m = bits.reinterpretAsFloats().sub(ROUNDER);
    FloatVector u = m.fma(FloatVector.broadcast(S, LOG2_HIGH), c);
    u = m.fma(FloatVector.broadcast(S, LOG2_LOW), u);
    FloatVector p = FloatVector.broadcast(S, D6).fma(u, FloatVector.broadcast(S, D5));
    p = p.fma(u, FloatVector.broadcast(S, D4));
    p = p.fma(u, FloatVector.broadcast(S, D3));
    p = p.fma(u, FloatVector.broadcast(S, D2));
    p = p.fma(u, FloatVector.broadcast(S, -1));
    p = p.fma(u, FloatVector.broadcast(S, 1));
    return p.mul(bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
  }

  /** tanh x = n / (n + 2) with n = e^2x − 1. */
  static FloatVector tanh(FloatVector x) {
    FloatVector n = powerMinus1(x.add(x), -SATURATION, SATURATION);
    return n.div(n.add(2));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector c = clamp(x, -ERF_LIMIT, ERF_LIMIT);
    FloatVector u = c.mul(c);
    FloatVector p = FloatVector.broadcast(S, ERF_P5).fma(u, FloatVector.broadcast(S, ERF_P4));
    FloatVector q = FloatVector.broadcast(S, ERF_Q5).fma(u, FloatVector.broadcast(S, ERF_Q4));
    p = p.fma(u, FloatVector.broadcast(S, ERF_P3));
    q = q.fma(u, FloatVector.broadcast(S, ERF_Q3));
    p = p.fma(u, FloatVector.broadcast(S, ERF_P2));
    q = q.fma(u, FloatVector.broadcast(S, ERF_Q2));
    p = p.fma(u, FloatVector.broadcast(S, ERF_P1));
    q = q.fma(u, FloatVector.broadcast(S, ERF_Q1));
    p = p.fma(u, FloatVector.broadcast(S, ERF_P0));
    q = q.fma(u, FloatVector.broadcast(S, 1));
    FloatVector y = c.mul(p).div(q);
    y = y.blend(-1, y.compare(VectorOperators.LT, -1));
    return y.blend(1, y.compare(VectorOperators.GT, 1));
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector half = x.mul(0.5f);
    return half.fma(erf(x.mul(SQRT_HALF)), half);
  }

  /** x/2·(1 + tanh z) = x·sigmoid(2z) with z = √(2/π)·(x + 0.044715·x³). */
  static FloatVector geluTanh(FloatVector x) {
    FloatVector factor =
        x.mul(x).fma(FloatVector.broadcast(S, GELU_TANH_3), FloatVector.broadcast(S, GELU_TANH_1));
    return x.mul(sigmoid(x.mul(factor)));
  }

  /** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). */
  static FloatVector softplus(FloatVector x) {
    FloatVector positive = relu(x);
    FloatVector t = expOfNegative(x.abs().neg());
    FloatVector p =
        FloatVector.broadcast(S, LOG1P_P2)
            .fma(t, FloatVector.broadcast(S, LOG1P_P1))
            .fma(t, FloatVector.broadcast(S, 1));
    FloatVector q = FloatVector.broadcast(S, LOG1P_Q3).fma(t, FloatVector.broadcast(S, LOG1P_Q2));
    q = q.fma(t, FloatVector.broadcast(S, LOG1P_Q1)).fma(t, FloatVector.broadcast(S, 1));
    return positive.add(t.mul(p).div(q));
  }

  /** tanh(log(1 + p)) = n/(n + 2) with p = e^x, n = p·(p + 2). */
  static FloatVector mish(FloatVector x) {
    FloatVector p = power(x, EXP_LOW, SATURATION);
    FloatVector n = p.mul(p.add(2));
    return x.mul(n.div(n.add(2)));
  }

  static FloatVector elu(FloatVector x, float a) {
    return x.blend(
        powerMinus1(x, EXP_LOW, Float.POSITIVE_INFINITY).mul(a), x.compare(VectorOperators.LT, 0));
  }

  static FloatVector selu(FloatVector x, float a, float b) {
    return elu(x, a).mul(b);
  }

  static FloatVector celu(FloatVector x, float a) {
    FloatVector below = powerMinus1(x.div(a), EXP_LOW, EXPM1_HIGH).mul(a);
    return x.blend(below, x.compare(VectorOperators.LT, 0));
  }

  static FloatVector leakyRelu(FloatVector x, float a) {
    return x.blend(x.mul(a), x.compare(VectorOperators.LT, 0));
  }

  static FloatVector hardSigmoid(FloatVector x, float a, float b) {
    return clamp(x.fma(FloatVector.broadcast(S, a), FloatVector.broadcast(S, b)), 0, 1);
  }

  static FloatVector thresholdedRelu(FloatVector x, float a) {
    return FloatVector.broadcast(S, 0).blend(x, x.compare(VectorOperators.GT, a));
  }

  static FloatVector swish(FloatVector x, float a) {
    return x.div(decay(x.mul(a)).add(1));
  }

  static FloatVector hardSwish(FloatVector x) {
    return x.mul(hardSigmoid(x, 1 / 6f, 0.5f));
  }

  static FloatVector softsign(FloatVector x) {
    return x.div(x.abs().add(1));
  }
}
