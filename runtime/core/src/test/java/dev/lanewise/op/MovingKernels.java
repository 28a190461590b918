package dev.lanewise.op;

import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvGradient;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.Softmax;

/**
 * Kernels that only move data, in the plainest way, for tests of plans without arithmetic. Channels
 * that a blocked activation is filled up with get values that nobody may see.
 */
record MovingKernels(Layout layout) implements KernelSet, Move {
  private static final float FILL = 777;

  @Override
  public String name() {
    return "moving";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public Move move() {
    return this;
  }

  @Override
  public void toBlocked(
      Layout to,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int end) {
    for (int k = from; k < end; k++) {
      int n = k / to.blocks(channels);
      for (int lane = 0; lane < to.block(); lane++) {
        int c = k % to.blocks(channels) * to.block() + lane;
        for (int p = 0; p < pixels; p++) {
          int at = yAt + k * to.planeStride(pixels) + p * to.block() + lane;
          y[at] = c < channels ? x[xAt + (n * channels + c) * pixels + p] : FILL;
        }
      }
    }
  }

  @Override
  public void toPlain(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int end) {
    for (int k = from; k < end; k++) {
      int n = k / layout.blocks(channels);
      for (int lane = 0; lane < layout.block(); lane++) {
        int c = k % layout.blocks(channels) * layout.block() + lane;
        for (int p = 0; p < pixels && c < channels; p++) {
          y[yAt + (n * channels + c) * pixels + p] =
              x[xAt + k * layout.planeStride(pixels) + p * layout.block() + lane];
        }
      }
    }
  }

  @Override
  public void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns) {
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y[yAt + (b * columns + j) * rows + i] = x[xAt + (b * rows + i) * columns + j];
        }
      }
    }
  }

  @Override
  public void pick(float[] x, int xAt, int step, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i * step];
    }
  }

  @Override
  public Mix mix(int block, int[][] lanes, boolean keeps) {
    return (a, aAt, b, bAt, c, cAt, d, dAt, y, yAt, pixels) -> {
      float[][] x = {a, b, c, d};
      int[] at = {aAt, bAt, cAt, dAt};
      for (int p = 0; p < pixels * block; p += block) {
        for (int lane = 0; lane < block; lane++) {
          float value = keeps ? y[yAt + p + lane] : 0;
          for (int s = 0; s < lanes.length; s++) {
            value = lanes[s][lane] < 0 ? value : x[s][at[s] + p + lanes[s][lane]];
          }
          y[yAt + p + lane] = value;
        }
      }
    };
  }

  @Override
  public void resizeLinear(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row0,
      int[] row1,
      float[] rowWeight,
      int[] column0,
      int[] column1,
      float[] columnWeight,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    throw new AssertionError("not data movement");
  }

  @Override
  public void resizeNearest(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row,
      int[] column,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    throw new AssertionError("not data movement");
  }

  @Override
  public Conv conv() {
    throw new AssertionError("not data movement");
  }

  @Override
  public ConvGradient convGradient() {
    throw new AssertionError("not data movement");
  }

  @Override
  public PoolGradient poolGradient() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Gemm gemm() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Elementwise elementwise() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Reduce reduce() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Softmax softmax() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Normalize normalize() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Pool pool() {
    throw new AssertionError("not data movement");
  }

  @Override
  public Recurrent recurrent() {
    throw new AssertionError("not data movement");
  }

  @Override
  public float spin(int rounds) {
    throw new AssertionError("not data movement");
  }

  @Override
  public int spinMultiplyAdds() {
    throw new AssertionError("not data movement");
  }
}
