package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.kernel.scalar.ScalarNormalize;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** {@link Normalize} in passes over a row: mean, variance, result. */
final class VectorNormalize implements Normalize {
  private static final Normalize SCALAR = new ScalarNormalize();

  @Override
  public void layerNorm(
      float[] x,
      int xAt,
      float @Nullable [] gamma,
      int gammaAt,
      float @Nullable [] beta,
      int betaAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      int in = xAt + r * n;
      int out = yAt + r * n;
      float mean = (float) (VectorRows.sum(x, in, n) / n);
      float factor = inverseRoot(VectorRows.sumSquares(x, in, n, mean) / n, epsilon);
      if (gamma != null && beta != null) {
        scaleShift(x, in, mean, factor, gamma, gammaAt, beta, betaAt, y, out, n);
        continue;
      }
      if (gamma != null) {
        scale(x, in, mean, factor, gamma, gammaAt, y, out, n);
      } else {
        shift(x, in, mean, factor, 0, y, out, n);
      }
      if (beta != null) {
        VectorBinary.apply(BinaryFunction.ADD, y, out, beta, betaAt, y, out, n);
      }
    }
  }

  @Override
  public void rmsNorm(
      float[] x,
      int xAt,
      float @Nullable [] gamma,
      int gammaAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      int in = xAt + r * n;
      int out = yAt + r * n;
      float factor = inverseRoot(VectorRows.sumSquares(x, in, n, 0) / n, epsilon);
      if (gamma != null) {
        scale(x, in, 0, factor, gamma, gammaAt, y, out, n);
      } else {
        shift(x, in, 0, factor, 0, y, out, n);
      }
    }
  }

  @Override
  public void rowNorm(
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      int in = xAt + r * n;
      float mean = (float) (VectorRows.sum(x, in, n) / n);
      float factor = inverseRoot(VectorRows.sumSquares(x, in, n, mean) / n, epsilon);
      shift(x, in, mean, factor * scale[scaleAt + r], shift[shiftAt + r], y, yAt + r * n, n);
    }
  }

  private static float inverseRoot(double variance, float epsilon) {
    return (float) (1 / Math.sqrt(variance + epsilon));
  }

  private static void scaleShift(
      float[] x,
      int xAt,
      float mean,
      float factor,
      float[] gamma,
      int gammaAt,
      float[] beta,
      int betaAt,
      float[] y,
      int yAt,
      int n) {
    FloatVector m = FloatVector.broadcast(S, mean);
    FloatVector f = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i).sub(m).mul(f);
      v.fma(
              FloatVector.fromArray(S, gamma, gammaAt + i),
              FloatVector.fromArray(S, beta, betaAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = (x[xAt + i] - mean) * factor * gamma[gammaAt + i] + beta[betaAt + i];
    }
  }

  private static void scale(
      float[] x,
      int xAt,
      float mean,
      float factor,
      float[] gamma,
      int gammaAt,
      float[] y,
      int yAt,
      int n) {
    FloatVector m = FloatVector.broadcast(S, mean);
    FloatVector f = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i).sub(m).mul(f);
      v.mul(FloatVector.fromArray(S, gamma, gammaAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = (x[xAt + i] - mean) * factor * gamma[gammaAt + i];
    }
  }

  private static void shift(
      float[] x, int xAt, float mean, float factor, float summand, float[] y, int yAt, int n) {
    FloatVector m = FloatVector.broadcast(S, mean);
    FloatVector f = FloatVector.broadcast(S, factor);
    FloatVector s = FloatVector.broadcast(S, summand);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).sub(m).fma(f, s).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = (x[xAt + i] - mean) * factor + summand;
    }
  }

  @Override
  public void channelAffine(
      Layout layout,
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] y,
      int yAt,
      int batch,
      int channels,
      int pixels) {
    int block = layout.block();
    int blocks = layout.blocks(channels);
    if (block % L != 0 && block != 1) {
      SCALAR.channelAffine(
          layout, x, xAt, scale, scaleAt, shift, shiftAt, y, yAt, batch, channels, pixels);
      return;
    }
    for (int p = 0; p < batch * blocks; p++) {
      int at = p * layout.planeStride(pixels);
      int channel = p % blocks * block;
      if (block == 1) {
        float a = scale[scaleAt + channel];
        float b = shift[shiftAt + channel];
        VectorMath.unary(UnaryFunction.AFFINE, a, b, x, xAt + at, y, yAt + at, pixels);
      } else {
        for (int c = 0; c < block; c += L) {
          FloatVector a = FloatVector.fromArray(S, scale, scaleAt + channel + c);
          FloatVector b = FloatVector.fromArray(S, shift, shiftAt + channel + c);
          affine(x, xAt + at + c, a, b, y, yAt + at + c, block, pixels);
        }
      }
    }
  }

  private static void affine(
      float[] x, int xAt, FloatVector a, FloatVector b, float[] y, int yAt, int step, int pixels) {
    int end = pixels * step;
    for (int i = 0; i < end; i += step) {
      FloatVector.fromArray(S, x, xAt + i).fma(a, b).intoArray(y, yAt + i);
    }
  }
}
