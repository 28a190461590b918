package dev.lanewise.vector;

import dev.lanewise.kernel.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorMath#unary}, one method per function so that each is compiled for
 * itself. n is a multiple of {@link Lanes#L}.
 */
final class VectorUnary {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;

  private VectorUnary() {}

  static void apply(
      UnaryFunction f, float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case RELU -> relu(x, xAt, y, yAt, n);
      case LEAKY_RELU -> leakyRelu(a, x, xAt, y, yAt, n);
      case CLIP -> clip(a, b, x, xAt, y, yAt, n);
      case ROUND -> round(x, xAt, y, yAt, n);
      case SIGMOID -> sigmoid(x, xAt, y, yAt, n);
      case TANH -> tanh(x, xAt, y, yAt, n);
      case EXP -> exp(x, xAt, y, yAt, n);
      case LOG -> log(x, xAt, y, yAt, n);
      case SQRT -> sqrt(x, xAt, y, yAt, n);
      case RECIPROCAL -> reciprocal(x, xAt, y, yAt, n);
      case ABS -> abs(x, xAt, y, yAt, n);
      case NEG -> neg(x, xAt, y, yAt, n);
      case SQUARE -> square(x, xAt, y, yAt, n);
      case AFFINE -> affine(a, b, x, xAt, y, yAt, n);
      case ERF -> erf(x, xAt, y, yAt, n);
      case GELU -> gelu(x, xAt, y, yAt, n);
      case GELU_TANH -> geluTanh(x, xAt, y, yAt, n);
      case SWISH -> swish(a, x, xAt, y, yAt, n);
      case HARD_SIGMOID -> hardSigmoid(a, b, x, xAt, y, yAt, n);
      case HARD_SWISH -> hardSwish(x, xAt, y, yAt, n);
      case ELU -> elu(a, x, xAt, y, yAt, n);
      case SELU -> selu(a, b, x, xAt, y, yAt, n);
      case CELU -> celu(a, x, xAt, y, yAt, n);
      case SOFTPLUS -> softplus(x, xAt, y, yAt, n);
      case SOFTSIGN -> softsign(x, xAt, y, yAt, n);
      case MISH -> mish(x, xAt, y, yAt, n);
      case THRESHOLDED_RELU -> thresholdedRelu(a, x, xAt, y, yAt, n);
      case IDENTITY, FLOOR, CEIL -> throw new IllegalArgumentException(f + " has no vector loop");
    }
  }

  /** f of one number, bit for bit what the loops make of it. */
  static float value(UnaryFunction f, float a, float b, float x) {
    FloatVector v = FloatVector.broadcast(S, x);
    FloatVector result =
        switch (f) {
          case RELU -> VectorFunctions.relu(v);
          case LEAKY_RELU -> VectorFunctions.leakyRelu(v, a);
          case CLIP -> VectorFunctions.clamp(v, a, b);
          case ROUND -> VectorFunctions.round(v);
          case SIGMOID -> VectorFunctions.sigmoid(v);
          case TANH -> VectorFunctions.tanh(v);
          case EXP -> VectorFunctions.exp(v);
          case LOG -> VectorFunctions.log(v);
          case SQRT -> v.sqrt();
          case RECIPROCAL -> FloatVector.broadcast(S, 1).div(v);
          case ABS -> v.abs();
          case NEG -> v.neg();
          case SQUARE -> v.mul(v);
          case AFFINE -> v.fma(FloatVector.broadcast(S, a), FloatVector.broadcast(S, b));
          case ERF -> VectorFunctions.erf(v);
          case GELU -> VectorFunctions.gelu(v);
          case GELU_TANH -> VectorFunctions.geluTanh(v);
          case SWISH -> VectorFunctions.swish(v, a);
          case HARD_SIGMOID -> VectorFunctions.hardSigmoid(v, a, b);
          case HARD_SWISH -> VectorFunctions.hardSwish(v);
          case ELU -> VectorFunctions.elu(v, a);
          case SELU -> VectorFunctions.selu(v, a, b);
          case CELU -> VectorFunctions.celu(v, a);
          case SOFTPLUS -> VectorFunctions.softplus(v);
          case SOFTSIGN -> VectorFunctions.softsign(v);
          case MISH -> VectorFunctions.mish(v);
          case THRESHOLDED_RELU -> VectorFunctions.thresholdedRelu(v, a);
          case IDENTITY, FLOOR, CEIL ->
              throw new IllegalArgumentException(f + " has no vector loop");
        };
    return result.lane(0);
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

  private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.sigmoid(v).intoArray(y, yAt + i);
    }
  }

  private static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.tanh(v).intoArray(y, yAt + i);
    }
  }

  private static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.exp(v).intoArray(y, yAt + i);
    }
  }

  private static void log(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.log(v).intoArray(y, yAt + i);
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

  private static void erf(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.erf(v).intoArray(y, yAt + i);
    }
  }

  private static void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.gelu(v).intoArray(y, yAt + i);
    }
  }

  private static void geluTanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.geluTanh(v).intoArray(y, yAt + i);
    }
  }

  private static void swish(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.swish(v, a).intoArray(y, yAt + i);
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

  private static void elu(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.elu(v, a).intoArray(y, yAt + i);
    }
  }

  private static void selu(float a, float b, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.selu(v, a, b).intoArray(y, yAt + i);
    }
  }

  private static void celu(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.celu(v, a).intoArray(y, yAt + i);
    }
  }

  private static void softplus(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.softplus(v).intoArray(y, yAt + i);
    }
  }

  private static void softsign(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.softsign(v).intoArray(y, yAt + i);
    }
  }

  private static void mish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.mish(v).intoArray(y, yAt + i);
    }
  }

  private static void thresholdedRelu(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      VectorFunctions.thresholdedRelu(v, a).intoArray(y, yAt + i);
    }
  }
}
