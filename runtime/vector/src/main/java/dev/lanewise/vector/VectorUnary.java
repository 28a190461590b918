package dev.lanewise.vector;

import dev.lanewise.kernel.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The short functions of {@link VectorMath#unary}, one loop per function so that each is compiled
 * for itself; the long ones are in {@link VectorTranscendental}.
 */
final class VectorUnary {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;

  private VectorUnary() {}

  /** {@code y = f(x)} for n elements, a multiple of {@link Lanes#L}. */
  static void apply(
      UnaryFunction f, float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case RELU -> relu(x, xAt, y, yAt, n);
      case LEAKY_RELU -> leakyRelu(a, x, xAt, y, yAt, n);
      case CLIP -> clip(a, b, x, xAt, y, yAt, n);
      case ROUND -> round(x, xAt, y, yAt, n);
      case SQRT -> sqrt(x, xAt, y, yAt, n);
      case RECIPROCAL -> reciprocal(x, xAt, y, yAt, n);
      case ABS -> abs(x, xAt, y, yAt, n);
      case NEG -> neg(x, xAt, y, yAt, n);
      case SQUARE -> square(x, xAt, y, yAt, n);
      case AFFINE -> affine(a, b, x, xAt, y, yAt, n);
      case HARD_SIGMOID -> hardSigmoid(a, b, x, xAt, y, yAt, n);
      case HARD_SWISH -> hardSwish(x, xAt, y, yAt, n);
      case SOFTSIGN -> softsign(x, xAt, y, yAt, n);
      case THRESHOLDED_RELU -> thresholdedRelu(a, x, xAt, y, yAt, n);
      default -> throw new IllegalArgumentException(f + " has no loop over vectors");
    }
  }

  /** f of one number, bit for bit what the loops make of it. */
  static float value(UnaryFunction f, float a, float b, float x) {
    return switch (f) {
      case RELU -> x < 0 ? 0 : x;
      case LEAKY_RELU -> x < 0 ? x * a : x;
      case CLIP -> clamp(x, a, b);
      case ROUND -> (float) Math.rint(x);
      case SQRT -> (float) Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case SQUARE -> x * x;
      case AFFINE -> Math.fma(x, a, b);
      case HARD_SIGMOID -> clamp(Math.fma(x, a, b), 0, 1);
      case HARD_SWISH -> x * clamp(Math.fma(x, 1 / 6f, 0.5f), 0, 1);
      case SOFTSIGN -> x / (Math.abs(x) + 1);
      case THRESHOLDED_RELU -> x > a ? x : 0;
      default -> throw new IllegalArgumentException(f + " has no loop over vectors");
    };
  }

  private static float clamp(float x, float low, float high) {
    float y = x < low ? low : x;
    return y > high ? high : y;
  }

  private static void relu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.relu(v).intoArray(y, yAt + i);
    }
  }

  private static void leakyRelu(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.leakyRelu(v, a).intoArray(y, yAt + i);
    }
  }

  private static void clip(float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.clamp(v, a, b).intoArray(y, yAt + i);
    }
  }

  private static void round(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.round(v).intoArray(y, yAt + i);
    }
  }

  private static void sqrt(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v.sqrt().intoArray(y, yAt + i);
    }
  }

  private static void reciprocal(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      FloatVector.broadcast(S, 1).div(v).intoArray(y, yAt + i);
    }
  }

  private static void abs(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v.abs().intoArray(y, yAt + i);
    }
  }

  private static void neg(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v.neg().intoArray(y, yAt + i);
    }
  }

  private static void square(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v.mul(v).intoArray(y, yAt + i);
    }
  }

  private static void affine(float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v.fma(FloatVector.broadcast(S, a), FloatVector.broadcast(S, b)).intoArray(y, yAt + i);
    }
  }

  private static void hardSigmoid(float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.hardSigmoid(v, a, b).intoArray(y, yAt + i);
    }
  }

  private static void hardSwish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.hardSwish(v).intoArray(y, yAt + i);
    }
  }

  private static void softsign(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.softsign(v).intoArray(y, yAt + i);
    }
  }

  private static void thresholdedRelu(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.thresholdedRelu(v, a).intoArray(y, yAt + i);
    }
  }
}
