package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.UnaryFunction;
import org.jspecify.annotations.Nullable;

/** {@link Normalize} with mean and variance in double precision. */
public final class ScalarNormalize implements Normalize {
  /** The kernels have no state. */
  public ScalarNormalize() {}

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
      double mean = ScalarRows.sum(x, in, 1, n) / n;
      double variance = ScalarRows.sumSquares(x, in, 1, n, mean) / n;
      scale(x, in, (float) mean, inverseRoot(variance, epsilon), y, out, n);
      if (gamma != null) {
        multiply(gamma, gammaAt, y, out, n);
      }
      if (beta != null) {
        ScalarBinary.add(y, out, beta, betaAt, y, out, n);
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
      double square = ScalarRows.sumSquares(x, in, 1, n, 0) / n;
      scale(x, in, 0, inverseRoot(square, epsilon), y, out, n);
      if (gamma != null) {
        multiply(gamma, gammaAt, y, out, n);
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
      double mean = ScalarRows.sum(x, in, 1, n) / n;
      double variance = ScalarRows.sumSquares(x, in, 1, n, mean) / n;
      float factor = scale[scaleAt + r] * inverseRoot(variance, epsilon);
      float summand = shift[shiftAt + r];
      for (int i = 0; i < n; i++) {
        y[yAt + r * n + i] = (x[in + i] - (float) mean) * factor + summand;
      }
    }
  }

  private static float inverseRoot(double variance, float epsilon) {
    return (float) (1 / Math.sqrt(variance + epsilon));
  }

  private static void scale(
      float[] x, int xAt, float mean, float factor, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (x[xAt + i] - mean) * factor;
    }
  }

  private static void multiply(float[] factors, int at, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= factors[at + i];
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
    for (int p = 0; p < batch * blocks; p++) {
      int at = p * layout.planeStride(pixels);
      int channel = p % blocks * block;
      if (block == 1) {
        ScalarMath.unary(
            UnaryFunction.AFFINE,
            scale[scaleAt + channel],
            shift[shiftAt + channel],
            x,
            xAt + at,
            y,
            yAt + at,
            pixels);
        continue;
      }
      for (int i = 0; i < pixels * block; i++) {
        int c = channel + i % block;
        y[yAt + at + i] = x[xAt + at + i] * scale[scaleAt + c] + shift[shiftAt + c];
      }
    }
  }
}
