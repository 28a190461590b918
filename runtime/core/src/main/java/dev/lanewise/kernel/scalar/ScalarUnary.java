package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.UnaryFunction;

/**
 * The loops of {@link ScalarMath#unary}, one per function: each replaces {@code y[from, to)} in
 * place, so that all accesses share one index and C2 vectorises them.
 */
final class ScalarUnary {
  private ScalarUnary() {}

  static void apply(UnaryFunction f, float a, float b, float[] y, int from, int to) {
    switch (f) {
      case IDENTITY -> {}
      case RELU -> relu(y, from, to);
      case LEAKY_RELU -> leakyRelu(a, y, from, to);
      case CLIP -> clip(a, b, y, from, to);
      case SIGMOID -> sigmoid(y, from, to);
      case TANH -> tanh(y, from, to);
      case EXP -> exp(y, from, to);
      case LOG -> log(y, from, to);
      case SQRT -> sqrt(y, from, to);
      case RECIPROCAL -> reciprocal(y, from, to);
      case ABS -> abs(y, from, to);
      case NEG -> neg(y, from, to);
      case SQUARE -> square(y, from, to);
      case AFFINE -> affine(a, b, y, from, to);
      case ERF -> erf(y, from, to);
      case GELU -> gelu(y, from, to);
      case GELU_TANH -> geluTanh(y, from, to);
      case SWISH -> swish(a, y, from, to);
      case HARD_SIGMOID -> hardSigmoid(a, b, y, from, to);
      case HARD_SWISH -> hardSwish(y, from, to);
      case ELU -> elu(a, 1, y, from, to);
      case SELU -> elu(b * a, b, y, from, to);
      case CELU -> celu(a, y, from, to);
      case SOFTPLUS -> softplus(y, from, to);
      case SOFTSIGN -> softsign(y, from, to);
      case MISH -> mish(y, from, to);
      case THRESHOLDED_RELU -> thresholdedRelu(a, y, from, to);
      case FLOOR -> floor(y, from, to);
      case CEIL -> ceil(y, from, to);
      case ROUND -> round(y, from, to);
    }
  }

  private static void relu(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = Math.max(y[j], 0);
    }
  }

  private static void leakyRelu(float a, float[] y, int from, int to) {
    if (!Float.isFinite(a)) {
      for (int j = from; j < to; j++) {
        y[j] = y[j] < 0 ? a * y[j] : y[j];
      }
      return;
    }
    for (int j = from; j < to; j++) {
      y[j] = Math.max(y[j], 0) + a * Math.min(y[j], 0);
    }
  }

  private static void clip(float low, float high, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.clamp(y[j], low, high);
    }
  }

  private static void sigmoid(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.sigmoid(y[j]);
    }
  }

  private static void tanh(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.tanh(y[j]);
    }
  }

  private static void exp(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.exp(y[j]);
    }
  }

  private static void log(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = (float) Math.log(y[j]);
    }
  }

  private static void sqrt(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = (float) Math.sqrt(y[j]);
    }
  }

  private static void reciprocal(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = 1 / y[j];
    }
  }

  private static void abs(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = Math.abs(y[j]);
    }
  }

  private static void neg(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = -y[j];
    }
  }

  private static void square(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = y[j] * y[j];
    }
  }

  private static void affine(float a, float b, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = a * y[j] + b;
    }
  }

  private static void erf(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.erf(y[j]);
    }
  }

  private static void gelu(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.gelu(y[j]);
    }
  }

  private static void geluTanh(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.geluTanh(y[j]);
    }
  }

  private static void swish(float a, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = y[j] * ScalarFunctions.sigmoid(a * y[j]);
    }
  }

  private static void hardSigmoid(float a, float b, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.clamp(a * y[j] + b, 0, 1);
    }
  }

  private static void hardSwish(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = y[j] * ScalarFunctions.clamp(y[j] * (1 / 6f) + 0.5f, 0, 1);
    }
  }

  private static void elu(float negative, float positive, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      float below = ScalarFunctions.expm1(Math.min(y[j], 0));
      y[j] = positive * Math.max(y[j], 0) + negative * below;
    }
  }

  private static void celu(float a, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = Math.max(y[j], 0) + Math.min(a * ScalarFunctions.expm1(y[j] / a), 0);
    }
  }

  private static void softplus(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.softplus(y[j]);
    }
  }

  private static void softsign(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = y[j] / (1 + Math.abs(y[j]));
    }
  }

  private static void mish(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = ScalarFunctions.mish(y[j]);
    }
  }

  private static void thresholdedRelu(float a, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = y[j] > a ? y[j] : 0;
    }
  }

  private static void floor(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = (float) Math.floor(y[j]);
    }
  }

  private static void ceil(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = (float) Math.ceil(y[j]);
    }
  }

  private static void round(float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = (float) Math.rint(y[j]);
    }
  }
}
