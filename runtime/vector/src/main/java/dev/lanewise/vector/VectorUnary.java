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

  private static FloatVector of(float x) {
    return FloatVector.broadcast(S, x);
  }

  /**
   * f of one number, bit for bit what the loops make of it. No vector is shared between the cases
   * or leaves one: the compiler would make an object of it.
   */
  static float value(UnaryFunction f, float a, float b, float x) {
    return switch (f) {
      case RELU -> VectorFunctions.relu(of(x)).lane(0);
      case LEAKY_RELU -> VectorFunctions.leakyRelu(of(x), a).lane(0);
      case CLIP -> VectorFunctions.clamp(of(x), a, b).lane(0);
      case ROUND -> VectorFunctions.round(of(x)).lane(0);
      case SIGMOID -> VectorFunctions.sigmoid(of(x)).lane(0);
      case TANH -> VectorFunctions.tanh(of(x)).lane(0);
      case EXP -> VectorFunctions.exp(of(x)).lane(0);
      case LOG -> VectorFunctions.log(of(x)).lane(0);
      case SQRT -> of(x).sqrt().lane(0);
      case RECIPROCAL -> of(1).div(of(x)).lane(0);
      case ABS -> of(x).abs().lane(0);
      case NEG -> of(x).neg().lane(0);
      case SQUARE -> of(x).mul(of(x)).lane(0);
      case AFFINE -> of(x).fma(of(a), of(b)).lane(0);
      case ERF -> VectorFunctions.erf(of(x)).lane(0);
      case GELU -> VectorFunctions.gelu(of(x)).lane(0);
      case GELU_TANH -> VectorFunctions.geluTanh(of(x)).lane(0);
      case SWISH -> VectorFunctions.swish(of(x), a).lane(0);
      case HARD_SIGMOID -> VectorFunctions.hardSigmoid(of(x), a, b).lane(0);
      case HARD_SWISH -> VectorFunctions.hardSwish(of(x)).lane(0);
      case ELU -> VectorFunctions.elu(of(x), a).lane(0);
      case SELU -> VectorFunctions.selu(of(x), a, b).lane(0);
      case CELU -> VectorFunctions.celu(of(x), a).lane(0);
      case SOFTPLUS -> VectorFunctions.softplus(of(x)).lane(0);
      case SOFTSIGN -> VectorFunctions.softsign(of(x)).lane(0);
      case MISH -> VectorFunctions.mish(of(x)).lane(0);
      case THRESHOLDED_RELU -> VectorFunctions.thresholdedRelu(of(x), a).lane(0);
      case IDENTITY, FLOOR, CEIL -> throw new IllegalArgumentException(f + " has no vector loop");
    };
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
