package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;

/** {@link Move} in plain Java. */
public final class ScalarMove implements Move {
  private static final int TILE = 16;

  /** Stateless. */
  public ScalarMove() {}

  @Override
  public void toBlocked(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    int block = layout.block();
    int blocks = layout.blocks(channels);
    int stride = layout.planeStride(pixels);
    for (int p = from; p < to; p++) {
      int first = p % blocks * block;
      for (int lane = 0; lane < block; lane++) {
        int target = yAt + p * stride + lane;
        if (first + lane < channels) {
          int source = xAt + (p / blocks * channels + first + lane) * pixels;
          for (int i = 0; i < pixels; i++) {
            y[target + i * block] = x[source + i];
          }
        } else {
          for (int i = 0; i < pixels; i++) {
            y[target + i * block] = 0;
          }
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
      int to) {
    int block = layout.block();
    int blocks = layout.blocks(channels);
    int stride = layout.planeStride(pixels);
    for (int p = from; p < to; p++) {
      int first = p % blocks * block;
      for (int lane = 0; lane < Math.min(block, channels - first); lane++) {
        int source = xAt + p * stride + lane;
        int target = yAt + (p / blocks * channels + first + lane) * pixels;
        for (int i = 0; i < pixels; i++) {
          y[target + i] = x[source + i * block];
        }
      }
    }
  }

  @Override
  public void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns) {
    for (int b = 0; b < batch; b++) {
      int from = xAt + b * rows * columns;
      int to = yAt + b * rows * columns;
      for (int i0 = 0; i0 < rows; i0 += TILE) {
        int i1 = Math.min(rows, i0 + TILE);
        for (int j0 = 0; j0 < columns; j0 += TILE) {
          int j1 = Math.min(columns, j0 + TILE);
          for (int i = i0; i < i1; i++) {
            for (int j = j0; j < j1; j++) {
              y[to + j * rows + i] = x[from + i * columns + j];
            }
          }
        }
      }
    }
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
    int block = layout.block();
    int inStride = layout.planeStride(inHeight * inWidth);
    int outStride = layout.planeStride(row0.length * column0.length);
    for (int p = from; p < to; p++) {
      int plane = xAt + p * inStride;
      int target = yAt + p * outStride;
      for (int r = 0; r < row0.length; r++) {
        int top = plane + row0[r] * inWidth * block;
        int bottom = plane + row1[r] * inWidth * block;
        float t = rowWeight[r];
        for (int c = 0; c < column0.length; c++) {
          int left = column0[c] * block;
          int right = column1[c] * block;
          float s = columnWeight[c];
          for (int lane = 0; lane < block; lane++) {
            float upper = x[top + left + lane] * (1 - s) + x[top + right + lane] * s;
            float lower = x[bottom + left + lane] * (1 - s) + x[bottom + right + lane] * s;
            y[target++] = upper * (1 - t) + lower * t;
          }
        }
      }
    }
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
    int block = layout.block();
    int inStride = layout.planeStride(inHeight * inWidth);
    int outStride = layout.planeStride(row.length * column.length);
    for (int p = from; p < to; p++) {
      int target = yAt + p * outStride;
      for (int r : row) {
        int source = xAt + p * inStride + r * inWidth * block;
        for (int c : column) {
          for (int lane = 0; lane < block; lane++) {
            y[target++] = x[source + c * block + lane];
          }
        }
      }
    }
  }
}
