package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import org.jspecify.annotations.Nullable;

/** {@link Normalize} in plain Java; mean and variance in two passes, in double precision. */
public final class ScalarNormalize implements Normalize {
  /** Stateless. */
  public ScalarNormalize() {}

  private static double mean(float[] x, int at, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += x[at + i];
    }
    return s / n;
  }

  private static double variance(float[] x, int at, int n, double mean) {
    double s = 0;
    for (int i = 0; i < n; i++) {
      double d = x[at + i] - mean;
      s += d * d;
    }
    return s / n;
  }

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
      int from = xAt + r * n;
      int to = yAt + r * n;
      double mean = mean(x, from, n);
      float m = (float) mean;
      float scale = (float) (1 / Math.sqrt(variance(x, from, n, mean) + epsilon));
      for (int i = 0; i < n; i++) {
        y[to + i] = (x[from + i] - m) * scale;
      }
      multiply(y, to, gamma, gammaAt, n);
      if (beta != null) {
        for (int i = 0; i < n; i++) {
          y[to + i] += beta[betaAt + i];
        }
      }
    }
  }

  private static void multiply(float[] y, int at, float @Nullable [] gamma, int gammaAt, int n) {
    if (gamma != null) {
      for (int i = 0; i < n; i++) {
        y[at + i] *= gamma[gammaAt + i];
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
      int from = xAt + r * n;
      int to = yAt + r * n;
      float scale = (float) (1 / Math.sqrt(variance(x, from, n, 0) + epsilon));
      for (int i = 0; i < n; i++) {
        y[to + i] = x[from + i] * scale;
      }
      multiply(y, to, gamma, gammaAt, n);
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
      int from = xAt + r * n;
      double mean = mean(x, from, n);
      double deviation = Math.sqrt(variance(x, from, n, mean) + epsilon);
      float m = (float) mean;
      float a = (float) (scale[scaleAt + r] / deviation);
      float b = shift[shiftAt + r];
      for (int i = 0; i < n; i++) {
        y[yAt + r * n + i] = (x[from + i] - m) * a + b;
      }
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
    int stride = layout.planeStride(pixels);
    for (int p = 0; p < batch * blocks; p++) {
      int channel = p % blocks * block;
      for (int lane = 0; lane < block; lane++) {
        float a = scale[scaleAt + channel + lane];
        float b = shift[shiftAt + channel + lane];
        int at = p * stride + lane;
        for (int i = 0; i < pixels; i++) {
          y[yAt + at + i * block] = x[xAt + at + i * block] * a + b;
        }
      }
    }
  }
}
